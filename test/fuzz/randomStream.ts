import { encodeFrame, type FrameToEncode } from '../support/encodeFrame';
import type { Random } from './random';

/** Lengths at the borders of the header's three forms, and beyond what can be counted. */
const edgeLengths = [
  0n,
  1n,
  125n,
  126n,
  127n,
  65535n,
  65536n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** Octets that begin, go on with and break UTF-8. */
const utf8Edges = [0x41, 0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff];

/** A stream to read: frames in the main, most of them legal, some damaged, some no frames. */
export function randomStream(random: Random, seeds: readonly Uint8Array[]): Buffer {
  if (random.oneIn(8)) return damaged(random, Buffer.from(random.pick(seeds)));
  if (random.oneIn(10)) return random.bytes(random.below(200));
  const fromClient = random.oneIn(2);
  const frames = Array.from({ length: 1 + random.below(8) }, () =>
    randomFrame(random, fromClient !== random.oneIn(20)),
  );
  const stream = Buffer.concat(frames);
  return random.oneIn(2) ? damaged(random, stream) : stream;
}

/** Cuts a stream into chunks, tiny ones for the most part. */
export function randomChunks(random: Random, stream: Buffer): Buffer[] {
  const longest = random.pick([1, 2, 3, 7, 20, 100]);
  const chunks: Buffer[] = [];
  for (let at = 0; at < stream.length;) {
    const length = random.oneIn(50) ? 0 : 1 + random.below(longest);
    chunks.push(stream.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

function randomFrame(random: Random, masked: boolean): Uint8Array {
  return encodeFrame({
    opcode: random.oneIn(10) ? random.below(16) : random.pick([0, 1, 2, 8, 9, 10]),
    fin: !random.oneIn(4),
    rsv: random.oneIn(10) ? random.below(8) : 0,
    payload: randomPayload(random),
    maskingKey: masked ? random.uint32() : undefined,
    ...randomLength(random),
  });
}

/** Now and then a longer form than needed, or a length that is not that of the payload. */
function randomLength(random: Random): Pick<FrameToEncode, 'lengthBits' | 'declaredLength'> {
  if (random.oneIn(20)) return { lengthBits: random.pick([16, 64] as const) };
  if (random.oneIn(20)) return { lengthBits: 64, declaredLength: random.pick(edgeLengths) };
  return {};
}

function randomPayload(random: Random): Buffer {
  const length = random.oneIn(30) ? random.pick([125, 126, 127, 300]) : random.below(24);
  if (random.oneIn(3)) return random.bytes(length);
  if (random.oneIn(3)) return Buffer.from(Array.from({ length }, () => random.pick(utf8Edges)));
  return Buffer.alloc(length, 'aé€😀');
}

/** Changes, drops and repeats bytes. */
function damaged(random: Random, stream: Buffer): Buffer {
  if (stream.length === 0) return stream;
  for (let count = 1 + random.below(3); count > 0; count--) {
    stream[random.below(stream.length)] = random.oneIn(2) ? 0xff : random.below(256);
  }
  const from = random.below(stream.length);
  if (random.oneIn(3)) return stream.subarray(0, from);
  if (random.oneIn(3)) return Buffer.concat([stream, stream.subarray(from)]);
  return stream;
}
