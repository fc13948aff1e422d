import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { firstWidthUs, mostBuckets, TimeBuckets } from '../../../src/capture/timeBuckets';

interface Seen {
  readonly direction: 'in' | 'out';
  readonly timeUs: number;
  readonly bytes: number;
}

const seen = fc.record({
  direction: fc.constantFrom('in' as const, 'out' as const),
  timeUs: fc.oneof(fc.nat(3_000_000), fc.nat({ max: 86_400_000_000 })),
  bytes: fc.nat(100_000),
});

/** Each bucket's sum, found by looking at every frame for every bucket. */
function naive(all: readonly Seen[], direction: string, widthUs: number, buckets: number) {
  return Array.from({ length: buckets }, (_, at) => {
    const inBucket = all.filter(
      (one) => one.direction === direction && Math.floor(one.timeUs / widthUs) === at,
    );
    return [inBucket.length, inBucket.reduce((sum, { bytes }) => sum + bytes, 0)];
  });
}

describe('time buckets', () => {
  it('hold what counting again gives, in any number of joined buckets', () => {
    const input = [fc.array(seen, { maxLength: 60 }), fc.integer({ min: 1, max: 1100 })] as const;
    fc.assert(
      fc.property(...input, (all, most) => {
        const buckets = new TimeBuckets();
        for (const { direction, timeUs, bytes } of all) buckets.add(direction, timeUs, bytes);
        const { widthUs, frames, bytes } = buckets.joined(most);
        assert.ok(frames.in.length <= most);
        for (const direction of ['in', 'out'] as const) {
          const told = Array.from(frames[direction], (count, at) => [count, bytes[direction][at]]);
          assert.deepEqual(told, naive(all, direction, widthUs, told.length));
          assert.equal(
            frames[direction].reduce((sum, count) => sum + count, 0),
            all.filter((one) => one.direction === direction).length,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('become as wide as they must, and no wider', () => {
    const buckets = new TimeBuckets();
    buckets.add('in', mostBuckets * firstWidthUs - 1, 1);
    assert.equal(buckets.widthUs, firstWidthUs);
    buckets.add('in', mostBuckets * firstWidthUs, 1);
    assert.equal(buckets.widthUs, 2 * firstWidthUs);
    assert.equal(buckets.joined(mostBuckets).frames.in.length, mostBuckets / 2 + 1);
  });
});
