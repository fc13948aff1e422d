import { strict as assert } from 'node:assert';
import type { FrameDraft, LaboratoryDraft } from '../../src/protocol/frameDraft';
import { allFindings } from '../../src/wire/finding';
import { encodeFrame, type FrameToEncode } from '../support/encodeFrame';
import { CollectingServer } from '../support/peers/collectingServer';
import { readFrames } from '../support/readFrames';
import { Inspection, type DialledConnection } from './inspection';

const key = 0x37fa213d;

/** A frame of the laboratory, and what it must be on the wire. */
type Field = Partial<Omit<FrameToEncode, 'payload' | 'maskingKey'>> & {
  readonly payload?: string | Uint8Array;
  readonly maskingKey?: number | undefined;
};

function bytesOf(field: Field): Buffer {
  const { payload = '', ...frame } = field;
  const masked = 'maskingKey' in field ? {} : { maskingKey: key };
  return Buffer.from(
    encodeFrame({ opcode: 1, ...masked, ...frame, payload: Buffer.from(payload) }),
  );
}

function draftOf(field: Field): LaboratoryDraft {
  const { opcode = 1, fin = true, rsv = 0, lengthBits, declaredLength, payload = '' } = field;
  const maskingKey = 'maskingKey' in field ? field.maskingKey : key;
  return {
    kind: 'frame',
    fin,
    rsv1: (rsv & 4) !== 0,
    rsv2: (rsv & 2) !== 0,
    rsv3: (rsv & 1) !== 0,
    opcode,
    masked: maskingKey !== undefined,
    maskingKey: maskingKey?.toString(16).padStart(8, '0'),
    lengthBits,
    declaredLength: declaredLength === undefined ? undefined : Number(declaredLength),
    encoding: 'base64',
    text: Buffer.from(payload).toString('base64'),
  };
}

const deflated = 'Sec-WebSocket-Extensions: permessage-deflate\r\n';
const text125 = 'x'.repeat(125);

describe('the laboratory', function () {
  this.timeout(30_000);
  let inspection: Inspection;
  let server: CollectingServer | undefined;

  beforeEach(() => {
    inspection = Inspection.inProcess();
  });
  afterEach(async () => {
    await inspection.dispose();
    await server?.stop();
  });

  async function connect(fields = '', habits = {}): Promise<DialledConnection> {
    server = await CollectingServer.start(fields);
    const connection = await inspection.dial(server.url, { habits });
    await connection.untilState('open');
    return connection;
  }

  function received(count: number): Promise<Buffer> {
    assert.ok(server);
    return server.received(count);
  }

  /** Looks at a draft and sends it; what arrives must be what was shown and what it should be. */
  async function sendAndCompare(connection: DialledConnection, draft: FrameDraft, bytes: Buffer) {
    const preview = await inspection.ask('frame/preview', { connection: connection.id, draft });
    assert.deepEqual(Buffer.from(preview.bytes), bytes, 'the preview');
    await inspection.ask('frame/send', { connection: connection.id, preview: preview.preview });
    return preview;
  }

  describe('sends byte for byte', () => {
    const fields: [what: string, frames: Field[]][] = [
      [
        'each header bit',
        [{ fin: false }, { opcode: 0, rsv: 4 }, { rsv: 2 }, { rsv: 1 }, { rsv: 7 }],
      ],
      ['each opcode', Array.from({ length: 16 }, (_, opcode) => ({ opcode }))],
      [
        'masks and none',
        [{ maskingKey: undefined }, { maskingKey: 0 }, { maskingKey: 0xffffffff }],
      ],
      [
        'each form of the length',
        [7, 16, 64].map((lengthBits) => ({
          lengthBits: lengthBits as 7 | 16 | 64,
          payload: 'abc',
        })),
      ],
      [
        'payloads at the edges of the forms',
        [0, 125, 126, 65_535, 65_536].map((length) => ({ opcode: 2, payload: 'x'.repeat(length) })),
      ],
      [
        'lengths that are not true',
        [
          { declaredLength: 0n, payload: 'abc' },
          { declaredLength: 126n },
          { declaredLength: 70_000n },
        ],
      ],
      ['a length that no frame may have', [{ declaredLength: 2n ** 63n, payload: 'abc' }]],
    ];
    for (const [what, frames] of fields) {
      it(what, async () => {
        const connection = await connect();
        for (const frame of frames) await connection.send(draftOf(frame));
        const expected = Buffer.concat(frames.map(bytesOf));
        assert.deepEqual(await received(expected.length), expected);
      });
    }

    it('plain bytes, however they are written', async () => {
      const connection = await connect();
      await connection.send({ kind: 'raw', encoding: 'hex', text: 'ff 00' });
      await connection.send({ kind: 'raw', encoding: 'base64', text: '/wA=' });
      await connection.send({ kind: 'raw', encoding: 'text', text: 'GET / HTTP/1.1\r\n\r\n' });
      await connection.send({ kind: 'raw', encoding: 'bytes', bytes: Uint8Array.of(1, 2) });
      const expected = Buffer.from('\xff\x00\xff\x00GET / HTTP/1.1\r\n\r\n\x01\x02', 'latin1');
      assert.deepEqual(await received(expected.length), expected);
    });
  });

  describe('shows the rule that a frame breaks, before it is sent and in its row:', () => {
    /** Frames that come first, and the one that breaks the rule. */
    const illegal: [finding: string, before: Field[], frame: Field, deflate?: boolean][] = [
      ['reserved-bits', [], { rsv: 4 }],
      ['reserved-bits', [], { rsv: 2 }],
      ['reserved-bits', [], { rsv: 1 }],
      ['rsv1-on-continuation', [{ fin: false }], { opcode: 0, rsv: 4 }, true],
      ['rsv1-on-control', [], { opcode: 9, rsv: 4 }, true],
      ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, Field[], Field] => [
        'reserved-opcode',
        [],
        { opcode },
      ]),
      ['unmasked-from-client', [], { maskingKey: undefined }],
      ['fragmented-control', [], { opcode: 10, fin: false }],
      ['oversized-control', [], { opcode: 9, payload: `${text125}x` }],
      ['non-minimal-length', [], { lengthBits: 16 }],
      ['non-minimal-length', [], { lengthBits: 64, payload: text125.repeat(8) }],
      ['continuation-without-message', [], { opcode: 0 }],
      ['data-frame-inside-message', [{ fin: false }], { opcode: 2 }],
      ['close-payload-one-byte', [], { opcode: 8, payload: '\x03' }],
      ['close-code-invalid', [], { opcode: 8, payload: Buffer.from([3, 237]) }],
      ['close-reason-not-utf8', [], { opcode: 8, payload: Buffer.from([3, 232, 0xff]) }],
      ['invalid-utf8', [], { payload: Buffer.from([0xff]) }],
      ['invalid-utf8', [{ fin: false, payload: Buffer.from([0xe2]) }], { opcode: 0, payload: 'x' }],
      ['data-after-close', [{ opcode: 8 }], { opcode: 1 }],
    ];
    for (const [finding, before, frame, deflate] of illegal) {
      it(`${finding} of ${JSON.stringify(frame).slice(0, 60)}`, async () => {
        const connection = await connect(deflate ? deflated : '');
        for (const one of before) await connection.send(draftOf(one));
        const preview = await sendAndCompare(connection, draftOf(frame), bytesOf(frame));
        const [gravest] = preview.findings;
        assert.equal(gravest?.code, finding);
        const { section, text } = allFindings.find(({ code }) => code === finding)!;
        assert.deepEqual(
          [gravest.severity, gravest.section, gravest.text],
          ['error', section, text],
        );
        const expected = Buffer.concat([...before, frame].map(bytesOf));
        assert.deepEqual(await received(expected.length), expected);
        const row = (await connection.frames()).at(-1);
        assert.deepEqual(row?.bytes, bytesOf(frame));
        assert.deepEqual(
          row.fields.findings.map(({ code }) => code),
          preview.frames[0]?.findings.map(({ code }) => code),
        );
      });
    }

    it('every rule that a client can break is above', () => {
      const shown = new Set(illegal.map(([finding]) => finding));
      const others = allFindings.map(({ code }) => code).filter((code) => !shown.has(code));
      // A length beyond what is counted, what only a server can do, and a stream that ends.
      assert.deepEqual(others, [
        'masked-from-server',
        'length-overflow',
        'length-uncountable',
        'truncated',
      ]);
    });
  });

  it('goes in its place among messages that have to be compressed', async () => {
    const connection = await connect(deflated);
    const large = 'compress me '.repeat(200_000);
    const ping = draftOf({ opcode: 9, payload: 'in its place' });
    const sent = [
      connection.send({ kind: 'text', text: large }),
      connection.send(ping),
      connection.send({ kind: 'text', text: large }),
      connection.send({ kind: 'raw', encoding: 'hex', text: '8a8000000000' }),
      connection.send({ kind: 'text', text: 'last', compress: false }),
    ];
    await Promise.all(sent);
    const all = await connection.until('five frames', ({ traffic }) => traffic.out.frames === 5);
    const { out } = all.traffic;
    const frames = readFrames([await received(out.bytes)], {
      sender: 'client',
      permessageDeflate: true,
    });
    assert.deepEqual(
      frames.map(({ firstByte }) => firstByte),
      [0xc1, 0x89, 0xc1, 0x8a, 0x81],
    );
    const rows = (await connection.frames()).map(({ bytes }) => bytes);
    assert.deepEqual(Buffer.concat(rows), await received(out.bytes), 'the rows show what left');
  });

  it('cuts a message anywhere, also compressed, with control frames between', async () => {
    const connection = await connect(deflated);
    const fragments = {
      cut: { at: [1, 1, 3] },
      between: [{ after: 2, frame: { kind: 'ping', text: 'between' } as const }],
    };
    for (const compress of [false, true]) {
      await connection.send({ kind: 'text', text: 'ü€', fragments, compress });
    }
    const expected = [1, 0, 9, 0, 0];
    const sent = await connection.frames();
    assert.deepEqual(
      sent.map(({ fields }) => fields.opcode),
      [...expected, ...expected],
    );
    const plain = sent.slice(0, 5).map(({ payload }) => payload.toString('hex'));
    assert.deepEqual(plain, ['c3', '', Buffer.from('between').toString('hex'), 'bce2', '82ac']);
    assert.deepEqual(await connection.texts('out'), ['ü€', 'ü€']);
    assert.deepEqual(
      sent.flatMap(({ fields }) => fields.findings),
      [],
    );
  });

  it('sends a row again, byte for byte', async () => {
    const connection = await connect();
    const frame = { opcode: 11, rsv: 3, fin: false, payload: 'odd', lengthBits: 64 } as const;
    await connection.send(draftOf(frame));
    const { row } = await connection.untilRow('the frame', ({ opcode }) => opcode === 11);
    const again = { connection: connection.id, row, as: 'frame' } as const;
    await connection.send(await inspection.ask('draft/fromRow', again));
    const expected = Buffer.concat([bytesOf(frame), bytesOf(frame)]);
    assert.deepEqual(await received(expected.length), expected);
  });

  describe('closes:', () => {
    const close1000 = Buffer.from([3, 232]);
    const answer = Buffer.from([0x88, 2, 3, 232]);

    for (const [what, draft] of [
      ['a laboratory frame', draftOf({ opcode: 8, payload: close1000 })],
      [
        'plain bytes',
        {
          kind: 'raw',
          encoding: 'base64',
          text: bytesOf({ opcode: 8, payload: close1000 }).toString('base64'),
        },
      ],
    ] as const) {
      it(`${what}, and the answer ends the connection without a second close frame`, async () => {
        const connection = await connect();
        await connection.send(draft);
        const sent = bytesOf({ opcode: 8, payload: close1000 });
        assert.deepEqual(await received(sent.length), sent);
        await connection.untilState('closing');
        server!.socket.write(answer);
        assert.deepEqual(await server!.receivedAll(), sent, 'nothing followed it');
        const { close, problem } = await connection.untilState('closed');
        assert.deepEqual(close, { code: 1000, reason: '' });
        assert.equal(problem, undefined);
        const rows = await connection.rows();
        assert.match(rows.at(-1)?.preview ?? '', /^Closed by this end: 1000/);
      });
    }

    it('more may follow the close frame, and leaves', async () => {
      const connection = await connect();
      const frames = [
        { opcode: 8, payload: close1000 },
        { opcode: 1, payload: 'late' },
      ];
      for (const frame of frames) await connection.send(draftOf(frame));
      const expected = Buffer.concat(frames.map(bytesOf));
      assert.deepEqual(await received(expected.length), expected);
    });

    it('without an answer the time limit ends it, and says so', async () => {
      const connection = await connect('', { closeTimeoutMs: 200 });
      await connection.send(draftOf({ opcode: 8, payload: Buffer.from([3, 237]) }));
      const { close, problem } = await connection.untilState('closed');
      assert.equal(close?.code, 1006);
      assert.equal(problem?.code, 'close-timeout');
      assert.match(problem.message, /within 0\.2 s/);
    });

    it('a frame that swallows the close frame does not keep the connection', async () => {
      const connection = await connect('', { closeTimeoutMs: 200 });
      await connection.send(draftOf({ opcode: 2, declaredLength: 1000n }));
      const { close, state } = await connection.close(1000, '');
      assert.deepEqual([state, close?.code], ['closed', 1006]);
      const rows = await connection.rows();
      assert.match(rows.at(-1)?.preview ?? '', /^Cut off by this end/);
    });
  });
});
