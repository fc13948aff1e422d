import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { constants, deflateRawSync } from 'node:zlib';
import { WebSocketServer } from 'ws';
import type { ConnectionSnapshot } from '../../src/protocol/connectionSnapshot';
import type { FrameDraft } from '../../src/protocol/frameDraft';
import { defaultSettings } from '../../src/inspector/inspector';
import { encodeFrame } from '../support/encodeFrame';
import {
  acceptHandshake,
  binaryHeader,
  httpAnswer,
  serverFrames,
  startBadServer,
  type BadServer,
} from '../support/peers/badServer';
import { startPeer, type Peer } from '../support/peers/peer';
import { Inspection, type DialledConnection } from './inspection';

/** Whatever comes: a clear sentence, what arrived stays visible, and the inspector goes on. */
describe('inspector and bad input', function () {
  this.timeout(30_000);
  let goodPeer: Peer;
  let inspection: Inspection;
  let badServer: BadServer | undefined;

  before(async () => {
    goodPeer = await startPeer('python-websockets');
  });
  after(() => goodPeer.stop());
  beforeEach(() => {
    inspection = Inspection.inProcess();
  });
  afterEach(async () => {
    await assertGoesOn(inspection, goodPeer);
    await inspection.dispose();
    await badServer?.stop();
    badServer = undefined;
  });

  async function dialBadServer(
    meet: (socket: Socket, requestHead: string) => void,
  ): Promise<DialledConnection> {
    badServer = await startBadServer(meet);
    return inspection.dial(badServer.url);
  }

  const wrongAddresses = [
    { address: '', says: /empty/ },
    { address: 'localhost:8080', says: /does not say ws:\/\/ or wss:\/\// },
    { address: 'http://localhost/', says: /Write ws:\/\/ instead/ },
    { address: 'ftp://localhost/', says: /must begin with ws:\/\/ or wss:\/\// },
    { address: 'ws//localhost', says: /colon is missing/ },
    { address: 'ws://', says: /host is missing/ },
    { address: 'ws:localhost', says: /Two slashes/ },
    { address: 'ws://local host/', says: /space/ },
    { address: 'ws://localhost:99999/', says: /"99999" is not a port/ },
    { address: 'ws://localhost:http/', says: /"http" is not a port/ },
    { address: 'ws://localhost/#part', says: /no fragment.*§3/ },
    { address: 'ws://[::1/', says: /bracket/ },
    { address: 'ws://::1/', says: /IPv6 address needs brackets/ },
  ];

  for (const { address, says } of wrongAddresses) {
    it(`says what is wrong with the address "${address}"`, async () => {
      const connection = await inspection.dial(address);
      await assertProblem(connection, 'bad-address', says);
    });
  }

  it('says that a connection was refused', async () => {
    const gone = await startBadServer(() => undefined);
    await gone.stop();
    const connection = await inspection.dial(gone.url);
    await assertProblem(connection, 'refused', /127\.0\.0\.1:\d+ refused.*server is running/);
  });

  it('says that a host is not known', async () => {
    const connection = await inspection.dial('ws://no-such-host.invalid/');
    await assertProblem(connection, 'unknown-host', /no-such-host\.invalid/);
  });

  for (const { status, says } of [
    { status: '200 OK', says: /answered "200 OK" instead of opening a WebSocket.*path/ },
    { status: '401 Unauthorized', says: /answered "401 Unauthorized".*user and password/ },
    { status: '500 Internal Server Error', says: /answered "500 Internal Server Error".*log/ },
  ]) {
    it(`says that the server answered ${status} and shows the body`, async () => {
      const connection = await dialBadServer((socket) => {
        socket.end(httpAnswer(status, `the body of ${status}`));
      });
      const { problem, handshake } = await assertProblem(connection, 'no-upgrade', says);
      assert.equal(problem?.detail, `the body of ${status}`);
      assert.match(handshake.request, /^GET \/ HTTP\/1\.1\r\n/);
      assert.ok(handshake.response.startsWith(`HTTP/1.1 ${status}\r\n`));
    });
  }

  it('says that the server closed before it answered', async () => {
    const connection = await dialBadServer((socket) => socket.end());
    await assertProblem(connection, 'handshake-cut', /closed the connection before it answered/);
  });

  it('says that what came is no HTTP, and shows it', async () => {
    const connection = await dialBadServer((socket) => {
      socket.write('\x00\x01garbage\xff not a handshake\r\n\r\n', 'latin1');
    });
    const { problem } = await assertProblem(connection, 'not-http', /not an HTTP answer/);
    assert.match(problem?.detail ?? '', /garbage/);
  });

  it('says that the answer does not fit the key that was sent', async () => {
    const connection = await dialBadServer((socket) => {
      acceptHandshake(socket, 'Sec-WebSocket-Key: another\r\n');
    });
    await assertProblem(connection, 'bad-handshake', /Sec-WebSocket-Accept.*§4\.1/);
  });

  it('says that the server never answers, and names the setting', async () => {
    await inspection.configure({ handshakeTimeoutMs: 300 });
    const connection = await dialBadServer(() => undefined);
    await assertProblem(
      connection,
      'handshake-timeout',
      /within 0\.3 s.*socketPlayground\.limits\.handshakeTimeout/,
    );
  });

  const illegalFrames: {
    what: Exclude<keyof typeof serverFrames, 'hello' | 'close'>;
    says: RegExp;
    finding: string;
  }[] = [
    { what: 'reservedOpcode', says: /reserved opcode.*§5\.2/, finding: 'reserved-opcode' },
    { what: 'reservedBit', says: /reserved bit.*§5\.2/, finding: 'reserved-bits' },
    { what: 'masked', says: /masked a frame.*§5\.1/, finding: 'masked-from-server' },
    { what: 'badUtf8', says: /UTF-8.*§8\.1/, finding: 'invalid-utf8' },
    { what: 'oversizedPing', says: /control frame.*§5\.5/, finding: 'oversized-control' },
    {
      what: 'fragmentedPing',
      says: /fragmented a control frame.*§5\.5/,
      finding: 'fragmented-control',
    },
    {
      what: 'strayContinuation',
      says: /fragments out of order.*§5\.4/,
      finding: 'continuation-without-message',
    },
    { what: 'badCloseCode', says: /close code.*§7\.4/, finding: 'close-code-invalid' },
    { what: 'shortClose', says: /control frame.*§5\.5/, finding: 'close-payload-one-byte' },
  ];

  for (const { what, says, finding } of illegalFrames) {
    it(`names the rule that an illegal frame broke and lists the frame: ${what}`, async () => {
      const illegal = serverFrames[what];
      const connection = await dialBadServer((socket, head) => {
        acceptHandshake(socket, head);
        socket.write(Buffer.concat([serverFrames.hello, illegal]));
      });
      await assertProblem(connection, 'protocol-error', says);
      const [hello, shown] = (await connection.frames()).filter(
        ({ fields }) => fields.direction === 'in',
      );
      assert.equal(hello?.payload.toString(), 'hello');
      assert.deepEqual(shown?.bytes, illegal);
      assert.deepEqual(
        shown.fields.findings.map(({ code }) => code),
        [finding],
      );
    });
  }

  it('says that the connection was lost, and keeps the frame that was cut', async () => {
    const connection = await dialBadServer((socket, head) => {
      acceptHandshake(socket, head);
      socket.end(Buffer.concat([serverFrames.hello, binaryHeader(1000), Buffer.alloc(10)]));
    });
    const closed = await assertProblem(connection, 'connection-lost', /./);
    assert.equal(closed.close?.code, 1006);
    const cut = (await connection.frames()).find(({ fields }) => fields.payloadLength === 1000);
    assert.equal(cut?.fields.payloadReceived, 10);
    assert.deepEqual(cut.bytes, Buffer.concat([binaryHeader(1000), Buffer.alloc(10)]));
  });

  for (const [how, end] of [
    ['with a close frame', serverFrames.close],
    ['without one', Buffer.of()],
  ] as const) {
    it(`says that the other end closed in the middle of a message, ${how}`, async () => {
      const fragments = [
        encodeFrame({ opcode: 1, fin: false, payload: Buffer.from('the beg') }),
        encodeFrame({ opcode: 0, fin: false, payload: Buffer.from('inning') }),
      ];
      const connection = await dialBadServer((socket, head) => {
        acceptHandshake(socket, head);
        socket.end(Buffer.concat([...fragments, end]));
      });
      const code = end.length > 0 ? 'message-unfinished' : 'connection-lost';
      const { close } = await assertProblem(connection, code, /in the middle of a message/);
      assert.equal(close?.code, end.length > 0 ? 1000 : 1006);
      const received = (await connection.frames()).filter(({ fields }) => fields.opcode < 2);
      assert.deepEqual(
        received.map(({ bytes }) => bytes),
        fragments.map((fragment) => Buffer.from(fragment)),
      );
      const { row } = received[0]!.fields;
      assert.equal((await connection.bytes(row, 'message')).toString(), 'the beginning');
    });
  }

  it('says that a message was too big for the other end', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 1000 });
    server.on('connection', (peer) => peer.on('error', () => {}));
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const connection = await inspection.dial(`ws://127.0.0.1:${port}/`);
    await connection.untilState('open');
    await connection.send({ kind: 'text', text: 'x'.repeat(1001) });
    const { close } = await assertProblem(connection, 'rejected', /too big for it \(1009\)/);
    assert.equal(close?.code, 1009);
    const [sent] = await connection.frames();
    assert.equal(sent?.payload.length, 1001);
    server.close();
  });

  it('stops at a decompression bomb, and keeps a bounded part of it', async () => {
    const bomb = deflatedZeros(1024);
    assert.ok(bomb.length < 1_100_000, `${bomb.length} bytes`);
    const frame = encodeFrame({ opcode: 2, rsv: 4, payload: bomb });
    const connection = await dialBadServer((socket, head) => {
      acceptHandshake(socket, head, 'Sec-WebSocket-Extensions: permessage-deflate\r\n');
      socket.write(Buffer.concat([serverFrames.hello, frame]));
      socket.on('data', () => socket.end());
    });
    const before = process.memoryUsage().rss;
    await assertProblem(connection, 'message-too-big', /limit of 100 MB.*1009/);
    const { row } = await connection.untilRow('the bomb', ({ opcode }) => opcode === 2);
    const detail = await connection.detail(row);
    assert.equal(detail.kind === 'frame' && detail.message?.length, 1024 * mebibyte);
    assert.match(
      (detail.kind === 'frame' && detail.message?.problem) || '',
      /Only the first 16 MB of this message are kept/,
    );
    const grown = process.memoryUsage().rss - before;
    assert.ok(grown < 600_000_000, `memory grew by ${grown} bytes`);
  });

  it('says that a deflate stream is corrupt, and shows what came', async () => {
    const corrupt = Buffer.concat([deflatedZeros(1), Buffer.alloc(4, 0xff)]);
    const frame = encodeFrame({ opcode: 2, rsv: 4, payload: corrupt });
    const connection = await dialBadServer((socket, head) => {
      acceptHandshake(socket, head, 'Sec-WebSocket-Extensions: permessage-deflate\r\n');
      socket.write(frame);
    });
    await assertProblem(connection, 'protocol-error', /cannot be inflated \(RFC 7692 §7\.2\.2\)/);
    const { row } = await connection.untilRow('the frame', ({ opcode }) => opcode === 2);
    const detail = await connection.detail(row);
    assert.match(
      (detail.kind === 'frame' && detail.message?.problem) || '',
      /This message cannot be inflated/,
    );
    assert.deepEqual(await connection.bytes(row, 'frame'), Buffer.from(frame));
  });

  it('says what is wrong with a draft, and where, and goes on', async () => {
    const connection = await inspection.dial(goodPeer.url);
    await connection.untilState('open');
    const drafts: [draft: FrameDraft, says: RegExp][] = [
      [{ kind: 'binary', encoding: 'hex', text: '00 0' }, /one hex digit\. Give every byte two/],
      [{ kind: 'binary', encoding: 'hex', text: '0g' }, /"g" is no hex digit/],
      [{ kind: 'binary', encoding: 'base64', text: 'QQ=' }, /padded wrongly\. End it with "=="/],
      [{ kind: 'json', text: '{\n  "a": nope\n}' }, /a value is expected at line 2, column 8/],
      [{ kind: 'close', code: 1000, reason: 'x'.repeat(124) }, /123 bytes; this one has 124/],
    ];
    for (const [draft, says] of drafts) {
      for (const method of ['frame/send', 'frame/preview'] as const) {
        await assert.rejects(inspection.ask(method, { connection: connection.id, draft }), says);
      }
    }
    const snapshot = await connection.untilState('open');
    assert.equal(snapshot.traffic.out.frames, 0);
    await connection.close(1000, '');
  });

  it('captures a message of 100 MB, shows a bounded part and goes on', async () => {
    const size = 100_000_000;
    const connection = await dialBadServer((socket, head) => {
      acceptHandshake(socket, head);
      socket.write(binaryHeader(size));
      socket.write(Buffer.alloc(size, 'big '));
      socket.write(serverFrames.hello);
      socket.once('data', () => socket.end(serverFrames.close));
    });
    await connection.untilRow(
      'the message after the big one',
      ({ preview }) => preview === 'hello',
    );
    const big = (await connection.rows()).findIndex((row) => row.size === size);
    const { fields } = (await connection.frames()).find(
      (frame) => frame.fields.payloadLength === size,
    )!;
    assert.equal(fields.row, big);
    assert.equal(fields.payloadReceived, size);
    const read = { connection: connection.id, row: big, view: 'payload' as const };
    const { bytes, total } = await inspection.ask('bytes/read', {
      ...read,
      offset: size - 8,
      length: size,
    });
    assert.equal(total, size);
    assert.equal(Buffer.from(bytes).toString(), 'big big ');
    const all = await inspection.ask('bytes/read', { ...read, offset: 0, length: size });
    assert.equal(all.bytes.byteLength, 16 * 1024 * 1024, 'one request reads 16 MiB at most');
    const snapshot = await connection.untilState('open');
    assert.ok(snapshot.memory.used > size && snapshot.memory.used < snapshot.memory.limit);
    const closed = await connection.close(1000, '');
    assert.equal(closed.problem, undefined);
  });

  it('closes with 1009 on a message beyond the limit, and names the setting', async () => {
    const limit = defaultSettings.messageLimit;
    const connection = await dialBadServer((socket, head) => {
      acceptHandshake(socket, head);
      socket.write(Buffer.concat([serverFrames.hello, binaryHeader(limit + 1)]));
      socket.write(Buffer.alloc(1024));
    });
    await assertProblem(
      connection,
      'message-too-big',
      /limit of 100 MB.*1009.*socketPlayground\.limits\.messageSize/,
    );
    const frames = await connection.frames();
    const close = frames.find(({ fields }) => fields.direction === 'out' && fields.opcode === 8);
    assert.equal(close?.payload.readUInt16BE(0), 1009);
    const tooBig = frames.find(({ fields }) => fields.payloadLength === limit + 1);
    assert.equal(tooBig?.fields.direction, 'in');
  });
});

const mebibyte = 1024 * 1024;

/** So many mebibytes of zeros as one compressed message (RFC 7692 §7.2.1). */
function deflatedZeros(mebibytes: number): Buffer {
  const zeros = Buffer.alloc(mebibyte);
  const finishFlush = constants.Z_SYNC_FLUSH;
  const first = deflateRawSync(zeros, { finishFlush });
  // Whatever comes after zeros is the same every time.
  const next = deflateRawSync(zeros, { finishFlush, dictionary: zeros.subarray(0, 32 * 1024) });
  const rest = Array.from({ length: mebibytes - 1 }, () => next);
  return Buffer.concat([first, ...rest]).subarray(0, -4);
}

/** The connection ends with this problem, and the rows say so, too. */
async function assertProblem(
  connection: DialledConnection,
  code: string,
  says: RegExp,
): Promise<ConnectionSnapshot> {
  const snapshot = await connection.untilState('closed');
  assert.equal(snapshot.problem?.code, code);
  assert.match(snapshot.problem.message, says);
  assert.match(snapshot.problem.message, /\.$/, 'whole sentences');
  assert.ok(
    (await statusTexts(connection)).includes(snapshot.problem.message),
    'the list says it, too',
  );
  return snapshot;
}

/** What the status rows of a connection say, with their details. */
async function statusTexts(connection: DialledConnection): Promise<(string | undefined)[]> {
  const rows = [...(await connection.rows()).keys()];
  const details = await Promise.all(rows.map((row) => connection.detail(row)));
  return details.flatMap((one) => (one.kind === 'status' ? [one.text, one.detail] : []));
}

/** A new connection of the same inspector works. */
async function assertGoesOn(inspection: Inspection, { url }: Peer): Promise<void> {
  const connection = await inspection.dial(url);
  await connection.untilState('open');
  await connection.send({ kind: 'text', text: 'still here?' });
  await connection.untilRow('the echo', ({ direction, opcode, preview }) => {
    return direction === 'in' && opcode === 1 && preview === 'still here?';
  });
  await connection.close(1000, '');
}
