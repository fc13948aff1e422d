import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Sender } from '../../../src/wire/direction';
import { allFindings, findingsOf } from '../../../src/wire/finding';
import { FrameDecoder, type DecodedFrame } from '../../../src/wire/frameDecoder';
import { cutAt, everyCut, everyPairOfCuts } from '../../support/cuts';
import { encodeFrame, type FrameToEncode } from '../../support/encodeFrame';
import { readFrames, type ReadFrame, type StreamToRead } from '../../support/readFrames';

const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const rfcKey = 0x37fa213d;

interface Vector {
  readonly name: string;
  readonly sender: Sender;
  readonly bytes: Uint8Array;
  readonly frames: readonly ReadFrame[];
}

const whole = { masked: false, maskingKey: 0, lengthBits: 7, findings: [] } as const;
const masked = { ...whole, masked: true, maskingKey: rfcKey } as const;

/** The fields of a frame whose payload has come whole. */
function fields(
  frame: Pick<ReadFrame, 'position' | 'headerLength' | 'payloadLength' | 'firstByte'> &
    Partial<ReadFrame>,
): ReadFrame {
  return { ...whole, payloadReceived: frame.payloadLength, ...frame };
}

const binary256 = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
const binary64K = Buffer.alloc(65536, binary256);
const hello = { position: 0, headerLength: 2, payloadLength: 5 };

/** RFC 6455 §5.7, as it stands there. */
const rfcVectors: readonly Vector[] = [
  {
    name: 'a single-frame unmasked text message',
    sender: 'server',
    bytes: hex('81 05 48 65 6c 6c 6f'),
    frames: [fields({ ...hello, firstByte: 0x81 })],
  },
  {
    name: 'a single-frame masked text message',
    sender: 'client',
    bytes: hex('81 85 37 fa 21 3d 7f 9f 4d 51 58'),
    frames: [fields({ ...hello, ...masked, headerLength: 6, firstByte: 0x81 })],
  },
  {
    name: 'a fragmented unmasked text message',
    sender: 'server',
    bytes: hex('01 03 48 65 6c  80 02 6c 6f'),
    frames: [
      fields({ position: 0, headerLength: 2, payloadLength: 3, firstByte: 0x01 }),
      fields({ position: 5, headerLength: 2, payloadLength: 2, firstByte: 0x80 }),
    ],
  },
  {
    name: 'an unmasked ping request',
    sender: 'server',
    bytes: hex('89 05 48 65 6c 6c 6f'),
    frames: [fields({ ...hello, firstByte: 0x89 })],
  },
  {
    name: 'a masked pong response',
    sender: 'client',
    bytes: hex('8a 85 37 fa 21 3d 7f 9f 4d 51 58'),
    frames: [fields({ ...hello, ...masked, headerLength: 6, firstByte: 0x8a })],
  },
  {
    name: '256 bytes in a single unmasked binary frame',
    sender: 'server',
    bytes: Buffer.concat([hex('82 7e 0100'), binary256]),
    frames: [
      fields({
        position: 0,
        headerLength: 4,
        payloadLength: 256,
        firstByte: 0x82,
        lengthBits: 16,
      }),
    ],
  },
  {
    name: '64 KiB in a single unmasked binary frame',
    sender: 'server',
    bytes: Buffer.concat([hex('82 7f 0000000000010000'), binary64K]),
    frames: [
      fields({
        position: 0,
        headerLength: 10,
        payloadLength: 65536,
        firstByte: 0x82,
        lengthBits: 64,
      }),
    ],
  },
];

/** The same frames as the other end would send them: masked by a client, unmasked by a server. */
function fromOtherEnd(vector: Vector): Vector {
  const sender = vector.sender === 'server' ? 'client' : 'server';
  const key = sender === 'client' ? rfcKey : undefined;
  const pieces: Uint8Array[] = [];
  let position = 0;
  const frames = vector.frames.map((frame) => {
    const start = frame.position + frame.headerLength;
    const payload = vector.bytes
      .slice(start, start + frame.payloadLength)
      .map((octet, index) => octet ^ (frame.maskingKey >>> (24 - 8 * (index % 4))));
    const bytes = encodeFrame({
      opcode: frame.firstByte & 0xf,
      fin: frame.firstByte >= 0x80,
      payload,
      maskingKey: key,
    });
    pieces.push(bytes);
    const other = {
      ...frame,
      position,
      headerLength: bytes.length - payload.length,
      masked: key !== undefined,
      maskingKey: key ?? 0,
    };
    position += bytes.length;
    return other;
  });
  return {
    name: `${vector.name}, from the ${sender}`,
    sender,
    bytes: Buffer.concat(pieces),
    frames,
  };
}

/** A text frame without masking, in hex, with this payload. */
function textFrame(payload: string): string {
  return `81${(payload.length / 2).toString(16).padStart(2, '0')}${payload}`;
}

/** The findings of each frame, `-` for none. */
function findingsIn(chunks: readonly Uint8Array[], stream: StreamToRead): string[] {
  return readFrames(chunks, stream).map((frame) => frame.findings.toSorted().join() || '-');
}

/** A frame whose header did not come whole. */
function partial(header: Pick<ReadFrame, 'headerLength' | 'masked' | 'lengthBits'>): ReadFrame {
  return {
    position: 0,
    payloadLength: 0,
    payloadReceived: 0,
    firstByte: 0x81,
    maskingKey: 0,
    ...header,
    findings: ['truncated'],
  };
}

/** Quick to compare: the long vectors are cut at 65,000 places. */
function fingerprint(frames: readonly ReadFrame[]): string {
  return frames
    .map((frame) => {
      const { position, headerLength, payloadLength, payloadReceived, firstByte } = frame;
      const numbers = [position, headerLength, payloadLength, payloadReceived, firstByte];
      return [...numbers, frame.masked, frame.maskingKey, frame.lengthBits, frame.findings].join();
    })
    .join('\n');
}

const key = fc.integer({ min: 0, max: 2 ** 32 - 1 });

const anyFrame: fc.Arbitrary<FrameToEncode> = fc.record({
  opcode: fc.nat({ max: 15 }),
  fin: fc.boolean(),
  rsv: fc.nat({ max: 7 }),
  payload: fc.oneof(
    { weight: 20, arbitrary: fc.uint8Array({ maxLength: 300 }) },
    { weight: 1, arbitrary: fc.constantFrom(125, 126, 65535, 65536).map((n) => Buffer.alloc(n)) },
  ),
  maskingKey: key,
});

const controlFrame: fc.Arbitrary<FrameToEncode> = fc.record({
  opcode: fc.constantFrom(0x9, 0xa),
  payload: fc.uint8Array({ maxLength: 125 }),
  maskingKey: key,
});

/** A text or binary message in one or more fragments, with control frames between. */
const legalMessage: fc.Arbitrary<FrameToEncode[]> = fc
  .tuple(
    fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => ({ opcode: 0x1, bytes: Buffer.from(text) })),
      fc.uint8Array().map((bytes) => ({ opcode: 0x2, bytes })),
    ),
    fc.array(fc.nat({ max: 40 }), { maxLength: 4 }),
    fc.array(controlFrame, { maxLength: 5 }),
    key,
  )
  .map(([{ opcode, bytes }, cuts, controls, maskingKey]) => {
    const fragments = cutAt(bytes, cutsWithin(cuts, bytes));
    return fragments.flatMap((payload, index) => {
      const fin = index === fragments.length - 1;
      const frame = { opcode: index === 0 ? opcode : 0, fin, payload, maskingKey };
      return [frame, ...controls.slice(index, index + 1)];
    });
  });

/** Bytes without sense, and streams of frames with a byte changed or the end cut off. */
const anyBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc
    .tuple(fc.array(anyFrame, { maxLength: 6 }), fc.nat(), fc.nat({ max: 255 }), fc.nat())
    .map(([frames, place, byte, length]) => {
      const bytes = Buffer.concat(frames.map(encodeFrame));
      if (bytes.length === 0) return bytes;
      bytes[place % bytes.length] = byte;
      return bytes.subarray(0, 1 + (length % bytes.length));
    }),
);

const anyCuts = fc.array(fc.nat({ max: 2000 }), { maxLength: 20 });

/** Cuts that fall within the bytes, in order. */
function cutsWithin(cuts: readonly number[], bytes: Uint8Array): number[] {
  return cuts.filter((at) => at <= bytes.length).toSorted((a, b) => a - b);
}

function lengthBitsFor(length: number): number {
  if (length < 126) return 7;
  return length < 65536 ? 16 : 64;
}

const vectors = rfcVectors.flatMap((vector) => [vector, fromOtherEnd(vector)]);

describe('frameDecoder', () => {
  describe('reads RFC 6455 §5.7', () => {
    for (const { name, sender, bytes, frames } of vectors) {
      it(name, () => {
        assert.deepEqual(readFrames([bytes], { sender }), frames);
        assert.equal(
          frames.reduce((sum, frame) => sum + frame.headerLength + frame.payloadLength, 0),
          bytes.length,
        );
      });

      it(`${name}, wrong from the other end for its masking alone`, () => {
        const [other, code] =
          sender === 'client'
            ? (['server', 'masked-from-server'] as const)
            : (['client', 'unmasked-from-client'] as const);
        assert.deepEqual(
          readFrames([bytes], { sender: other }),
          frames.map((frame) => ({ ...frame, findings: [code] })),
        );
      });

      it(`${name}, cut anywhere`, () => {
        const expected = fingerprint(frames);
        for (const chunks of everyCut(bytes)) {
          assert.equal(fingerprint(readFrames(chunks, { sender })), expected);
        }
        if (bytes.length > 30) return;
        for (const chunks of everyPairOfCuts(bytes)) {
          assert.equal(fingerprint(readFrames(chunks, { sender })), expected);
        }
        const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
        assert.equal(fingerprint(readFrames(single, { sender })), expected);
      });
    }

    it('masked by the other end, the first two are the same message', () => {
      assert.deepEqual(fromOtherEnd(rfcVectors[0]!).bytes, rfcVectors[1]!.bytes);
      assert.deepEqual(fromOtherEnd(rfcVectors[1]!).bytes, rfcVectors[0]!.bytes);
    });
  });

  it('reads many frames of a chunk, positions following one another', () => {
    const bytes = Buffer.concat(
      rfcVectors.filter((one) => one.sender === 'server').map((one) => one.bytes),
    );
    const frames = readFrames([bytes], { sender: 'server', startPosition: 1000 });
    assert.equal(frames.length, 6);
    assert.equal(frames[0]?.position, 1000);
    for (const [index, frame] of frames.entries()) {
      const next = frames[index + 1]?.position ?? 1000 + bytes.length;
      assert.equal(frame.position + frame.headerLength + frame.payloadReceived, next);
    }
  });

  it('reports a frame with the chunk that completes it, and not before', () => {
    const bytes = rfcVectors[1]!.bytes;
    let reported = 0;
    const decoder = new FrameDecoder({
      sender: 'client',
      permessageDeflate: false,
      onFrame: () => reported++,
    });
    decoder.push(bytes.subarray(0, -1));
    assert.equal(reported, 0);
    decoder.push(bytes.subarray(-1));
    assert.equal(reported, 1);
    decoder.end();
    assert.equal(reported, 1);
  });

  it('hands out one object for all frames', () => {
    const seen = new Set<unknown>();
    const decoder = new FrameDecoder({
      sender: 'server',
      permessageDeflate: false,
      onFrame: (frame) => seen.add(frame),
    });
    decoder.push(hex('8900 8a00 8000'));
    assert.equal(seen.size, 1);
  });

  describe('findings', () => {
    const client = { sender: 'client' } as const;
    const server = { sender: 'server' } as const;
    const deflate = { sender: 'server', permessageDeflate: true } as const;

    /** A stream, its bytes, and the findings of each of its frames, `-` for none. */
    const cases: readonly [stream: StreamToRead, bytes: string, findings: string[]][] = [
      [server, 'c100', ['reserved-bits']],
      [server, 'a100', ['reserved-bits']],
      [server, '9100', ['reserved-bits']],
      [deflate, 'c100', ['-']],
      [deflate, '4100 c000', ['-', 'rsv1-on-continuation']],
      [deflate, 'c900', ['rsv1-on-control']],
      [server, '8300 8b00', ['reserved-opcode', 'reserved-opcode']],
      [client, '8100', ['unmasked-from-client']],
      [server, '8180 00000000', ['masked-from-server']],
      [server, '0900', ['fragmented-control']],
      [server, `8a7e007e${'00'.repeat(126)}`, ['oversized-control']],
      [server, '827e0001 00', ['non-minimal-length']],
      [server, '827f0000000000000001 00', ['non-minimal-length']],
      [server, '827f8000000000000000 00', ['length-overflow,truncated']],
      [server, '827f7fffffffffffffff 00', ['length-uncountable,truncated']],
      [server, '827f0020000000000000 00', ['length-uncountable,truncated']],
      [server, '8000', ['continuation-without-message']],
      [server, '0100 0100 8000', ['-', 'data-frame-inside-message', '-']],
      [server, '880103', ['close-payload-one-byte']],
      [server, '880203ed', ['close-code-invalid']],
      [server, '880303e8ff', ['close-reason-not-utf8']],
      [
        server,
        `887e0080 03edff${'00'.repeat(125)}`,
        ['oversized-control,close-code-invalid,close-reason-not-utf8'],
      ],
      [server, textFrame('ff'), ['invalid-utf8']],
      [server, textFrame('e282'), ['invalid-utf8']],
      [server, textFrame('eda080'), ['invalid-utf8']],
      [server, '0101e2 890141 000182 8001ac', ['-', '-', '-', '-']],
      [server, '0101e2 8901ff 8001ff', ['-', '-', 'invalid-utf8']],
      [server, '0101e2 8000', ['-', 'invalid-utf8']],
      [server, '0101ff 8001ff', ['invalid-utf8', '-']],
      [server, `${textFrame('ff')} ${textFrame('41')}`, ['invalid-utf8', '-']],
      [server, '0101e2 80', ['-', 'truncated']],
      [server, '0101e2 8201ff 8101e2', ['-', 'data-frame-inside-message', 'invalid-utf8']],
      [deflate, 'c101ff', ['-']],
      [deflate, '4101ff 8001ff 8101ff', ['-', '-', 'invalid-utf8']],
      [
        server,
        '8800 8900 8100 8000',
        ['-', '-', 'data-after-close', 'data-after-close,continuation-without-message'],
      ],
      [server, '81', ['truncated']],
      [server, '8105 48656c', ['truncated']],
      [server, '8102 e2', ['truncated']],
      [server, '8802 03', ['truncated']],
      [client, 'ffff', ['truncated']],
    ];

    for (const [stream, bytes, expected] of cases) {
      const sees = expected.join(' | ');
      it(`${stream.sender}${stream.permessageDeflate ? ' with permessage-deflate' : ''}: ${bytes.slice(0, 40)} → ${sees}`, () => {
        const input = hex(bytes);
        const wanted = expected.map((codes) => codes.split(',').toSorted().join());
        assert.deepEqual(findingsIn([input], stream), wanted);
        for (const chunks of everyCut(input)) assert.deepEqual(findingsIn(chunks, stream), wanted);
      });
    }

    it('are each provoked above', () => {
      const provoked = new Set(cases.flatMap(([, , expected]) => expected.join().split(',')));
      provoked.delete('-');
      assert.deepEqual([...provoked].toSorted(), allFindings.map(({ code }) => code).toSorted());
    });
  });

  describe('where the stream ends inside a frame', () => {
    it('keeps what came of a header', () => {
      const bytes = hex('81fe 0102 aabb');
      assert.deepEqual(
        [1, 2, 6].map((length) => readFrames([bytes.subarray(0, length)], { sender: 'client' })),
        [
          [partial({ headerLength: 1, masked: false, lengthBits: 7 })],
          [partial({ headerLength: 2, masked: true, lengthBits: 16 })],
          [partial({ headerLength: 6, masked: true, lengthBits: 16 })],
        ],
      );
    });

    it('says how much of the payload came', () => {
      const frames = readFrames([hex('8900 8205 010203')], { sender: 'server' });
      assert.deepEqual(frames[1], {
        ...whole,
        position: 2,
        headerLength: 2,
        payloadLength: 5,
        payloadReceived: 3,
        firstByte: 0x82,
        findings: ['truncated'],
      });
    });

    it('takes all that follows an impossible length as payload', () => {
      const frames = readFrames([hex('827f ffffffffffffffff'), Buffer.alloc(70000, 0x81)], {
        sender: 'server',
      });
      assert.equal(frames.length, 1);
      assert.equal(frames[0]?.payloadLength, 2 ** 64);
      assert.equal(frames[0]?.payloadReceived, 70000);
    });

    it('reports it once', () => {
      let reported = 0;
      const decoder = new FrameDecoder({
        sender: 'server',
        permessageDeflate: false,
        onFrame: () => reported++,
      });
      decoder.push(hex('8105'));
      decoder.end();
      decoder.end();
      assert.equal(reported, 1);
    });
  });

  describe('properties', () => {
    it('reads back what an encoder wrote, whatever the frames', () => {
      fc.assert(
        fc.property(fc.array(anyFrame), fc.boolean(), anyCuts, (frames, fromClient, cuts) => {
          const written = frames.map((frame) =>
            fromClient ? frame : { ...frame, maskingKey: undefined },
          );
          const encoded = written.map(encodeFrame);
          const input = Buffer.concat(encoded);
          const sender = fromClient ? 'client' : 'server';
          const read = readFrames(cutAt(input, cutsWithin(cuts, input)), { sender });
          let position = 0;
          assert.deepEqual(
            read.map(({ findings: _findings, ...frame }) => frame),
            written.map((frame, index) => {
              const bytes = encoded[index]!;
              const payloadLength = frame.payload?.length ?? 0;
              const expected = {
                position,
                headerLength: bytes.length - payloadLength,
                payloadLength,
                payloadReceived: payloadLength,
                firstByte: bytes[0],
                masked: fromClient,
                maskingKey: frame.maskingKey ?? 0,
                lengthBits: lengthBitsFor(payloadLength),
              };
              position += bytes.length;
              return expected;
            }),
          );
        }),
      );
    });

    it('finds nothing in legal streams', () => {
      fc.assert(
        fc.property(fc.array(legalMessage), anyCuts, (messages, cuts) => {
          const input = Buffer.concat(messages.flat().map(encodeFrame));
          const read = readFrames(cutAt(input, cutsWithin(cuts, input)), { sender: 'client' });
          assert.deepEqual(
            read.flatMap((frame) => frame.findings),
            [],
          );
        }),
      );
    });

    it('drops no byte of any input, never throws, and does not care how it is cut', () => {
      fc.assert(
        fc.property(anyBytes, anyCuts, fc.boolean(), (input, cuts, fromClient) => {
          const stream = {
            sender: fromClient ? 'client' : 'server',
            permessageDeflate: fromClient,
          } as const;
          const read = readFrames([input], stream);
          let position = 0;
          for (const frame of read) {
            assert.equal(frame.position, position);
            position += frame.headerLength + frame.payloadReceived;
          }
          assert.equal(position, input.length);
          assert.deepEqual(readFrames(cutAt(input, cutsWithin(cuts, input)), stream), read);
        }),
        { numRuns: 1000 },
      );
    });
  });
});

/** A masked frame whose payload is one character a byte. */
function maskedFrame(opcode: number, payload: string, fin = true): FrameToEncode {
  return { opcode, fin, payload: Buffer.from(payload, 'latin1'), maskingKey: rfcKey };
}

describe('FrameDecoder.fork', () => {
  it('reads on from any byte as the decoder itself does', () => {
    const bytes = Buffer.concat([
      encodeFrame(maskedFrame(1, 'gr\xc3', false)),
      encodeFrame(maskedFrame(9, 'ping')),
      encodeFrame(maskedFrame(0, '\xbc\xc3\x9fe')),
      encodeFrame(maskedFrame(1, 'half \xc3', false)),
      encodeFrame(maskedFrame(0, '!')),
      encodeFrame(maskedFrame(8, '\x03\xe8done\xff')),
      encodeFrame(maskedFrame(2, 'after')),
      Buffer.of(0x82, 0xfe, 0x01),
    ]);
    const expected = readFrames([bytes], { sender: 'client' });
    for (let cut = 0; cut <= bytes.length; cut++) {
      const frames: DecodedFrame[] = [];
      const keep = (read: DecodedFrame) => void frames.push({ ...read });
      const decoder = new FrameDecoder({
        sender: 'client',
        permessageDeflate: false,
        onFrame: keep,
      });
      decoder.push(bytes.subarray(0, cut));
      assert.equal(decoder.position, cut);
      const fork = decoder.fork(keep);
      fork.push(bytes.subarray(cut));
      assert.equal(fork.position, bytes.length);
      fork.end();
      assert.deepEqual(
        frames.map((read) => ({
          ...read,
          findings: findingsOf(read.findings).map(({ code }) => code),
        })),
        expected,
        `cut at ${cut}`,
      );
      assert.equal(decoder.position, cut);
    }
  });
});
