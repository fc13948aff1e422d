import { strict as assert } from 'node:assert';
import type { Socket } from 'node:net';
import type { ConnectionSnapshot } from '../../src/protocol/connectionSnapshot';
import { defaultSettings } from '../../src/inspector/inspector';
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
