import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ReadBuffers, slabSize } from '../../../src/session/readBuffers';

describe('ReadBuffers', () => {
  it('hands over what was read, and never writes over it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 60 }),
        (lengths) => {
          const buffers = new ReadBuffers();
          const pieces = lengths.map((wanted, index) => {
            const room = buffers.next();
            const length = Math.min(wanted, room.length);
            room.fill(index, 0, length);
            return buffers.take(length);
          });
          pieces.forEach((piece, index) => {
            assert.equal(piece.length, Math.min(lengths[index] ?? 0, slabSize));
            assert.ok(piece.every((byte) => byte === index));
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('always has room for a read of 64 KiB, and shares a slab between reads', () => {
    const buffers = new ReadBuffers();
    const first = buffers.next();
    const { buffer } = buffers.take(10);
    assert.equal(first.length, slabSize);
    assert.equal(buffers.next().buffer, buffer);
    buffers.take(slabSize - 10 - 64 * 1024 + 1);
    const next = buffers.next();
    assert.notEqual(next.buffer, buffer);
    assert.equal(next.length, slabSize);
  });
});
