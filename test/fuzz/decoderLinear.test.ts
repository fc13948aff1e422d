import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FrameDecoder } from '../../src/wire/frameDecoder';
import { encodeFrame } from '../support/encodeFrame';

/** How much longer the long stream is than the short one. */
const growth = 8;
/** What a unit of the long stream may take of that of the short one; quadratic would be `growth`. */
const mostGrowth = 4;
const runs = 5;

const chunkSize = 64 * 1024;
const bytes = (length: number, octet: number) => Buffer.alloc(length, octet);
const repeated = (frame: Uint8Array, count: number) => Buffer.concat(Array(count).fill(frame));
const text = Buffer.from('äb€😀'.repeat(100));

/** Streams that grow by a number of units, each of a shape that could go wrong in its own way. */
const shapes: Readonly<Record<string, (units: number) => Buffer>> = {
  'empty frames': (units) => repeated(encodeFrame({ opcode: 2 }), units * 40),
  'frames of a byte': (units) =>
    repeated(encodeFrame({ opcode: 1, payload: bytes(1, 0x41), maskingKey: 7 }), units * 20),
  'one message in empty fragments': (units) =>
    Buffer.concat([
      encodeFrame({ opcode: 1, fin: false }),
      repeated(encodeFrame({ opcode: 0, fin: false }), units * 40),
    ]),
  'one text in fragments': (units) =>
    Buffer.concat([
      encodeFrame({ opcode: 1, fin: false }),
      repeated(encodeFrame({ opcode: 0, fin: false, payload: text }), units),
    ]),
  'one long text': (units) =>
    encodeFrame({ opcode: 1, payload: repeated(text, units), maskingKey: 1 }) as Buffer,
  'one frame that never ends': (units) =>
    Buffer.concat([
      encodeFrame({ opcode: 2, lengthBits: 64, declaredLength: 2n ** 60n }),
      bytes(units * 1000, 0xff),
    ]),
  'a fault in every frame': (units) =>
    repeated(encodeFrame({ opcode: 3, rsv: 7, fin: false, payload: bytes(3, 0xff) }), units * 15),
};

function read(stream: Buffer, size: number): number {
  let frames = 0;
  const decoder = new FrameDecoder({
    sender: 'client',
    permessageDeflate: false,
    onFrame: () => frames++,
  });
  for (let at = 0; at < stream.length; at += size) decoder.push(stream.subarray(at, at + size));
  decoder.end();
  return frames;
}

/** Milliseconds of the fastest of some runs, which is the one that nothing else disturbed. */
function fastest(stream: Buffer, size: number): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    read(stream, size);
    return performance.now() - start;
  });
  return Math.min(...times);
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

describe('decoder, linear', function () {
  this.timeout(30_000);

  for (const [name, make] of Object.entries(shapes)) {
    for (const size of [chunkSize, 1]) {
      it(`takes no longer for a byte of ${name} in chunks of ${size} when there are more`, () => {
        // A byte a chunk costs much more, so that fewer give times that can be compared.
        const units = size === 1 ? 100 : 2_000;
        const [short, long] = [make(units), make(units * growth)];
        fastest(short, size);
        const ratio = fastest(long, size) / long.length / (fastest(short, size) / short.length);
        assert.ok(ratio < mostGrowth, `${ratio.toFixed(2)} times as long`);
      });
    }

    it(`keeps nothing of ${name}`, () => {
      const [short, long] = [make(1_000), make(1_000 * growth)];
      const kept = [short, long].map((stream) => {
        const before = heapUsed();
        const decoder = new FrameDecoder({
          sender: 'client',
          permessageDeflate: false,
          onFrame: () => {},
        });
        for (let at = 0; at < stream.length; at += 7) decoder.push(stream.subarray(at, at + 7));
        const after = heapUsed();
        decoder.end();
        return after - before;
      });
      assert.ok(kept[1]! < 100_000, `${kept.join(' and ')} bytes`);
    });
  }
});
