import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import * as rowBits from '../../../src/capture/rowBits';

describe('rowBits', () => {
  it('gives back what was packed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('in' as const, 'out' as const),
        fc.nat(0xff),
        fc.integer({ min: 1, max: 14 }),
        fc.constantFrom(7 as const, 16 as const, 64 as const),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (direction, firstByte, headerLength, lengthBits, masked, binary, compressed) => {
          const frame = rowBits.frameBits(direction, firstByte, headerLength, lengthBits, masked);
          const bits = frame | rowBits.messageBits(binary, compressed);
          assert.deepEqual(
            [
              rowBits.directionOf(bits),
              rowBits.firstByteOf(bits),
              rowBits.headerLengthOf(bits),
              rowBits.lengthBitsOf(bits),
              rowBits.isMasked(bits),
              rowBits.isInMessage(bits),
              rowBits.isBinaryMessage(bits),
              rowBits.isCompressed(bits),
              rowBits.isStatus(bits),
              rowBits.isInMessage(frame),
            ],
            [
              direction,
              firstByte,
              headerLength,
              lengthBits,
              masked,
              true,
              binary,
              compressed,
              false,
              false,
            ],
          );
        },
      ),
    );
  });

  it('tells a status from a frame', () => {
    assert.ok(rowBits.isStatus(rowBits.statusBits));
    assert.ok(!rowBits.isInMessage(rowBits.statusBits));
  });
});
