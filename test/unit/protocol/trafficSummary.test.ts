import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  decodeTrafficSummary,
  encodeTrafficSummary,
  summaryClasses,
  type DirectionSummary,
} from '../../../src/protocol/trafficSummary';

const number = fc.oneof(fc.nat(), fc.maxSafeInteger(), fc.constant(Number.NaN));

const list = (length: number) => fc.float64Array({ minLength: length, maxLength: length });

function direction(buckets: number): fc.Arbitrary<DirectionSummary> {
  return fc.record(
    {
      bytes: number,
      recentFrames: number,
      recentBytes: number,
      compressed: number,
      inflated: number,
      shortestGapUs: number,
      medianGapUs: number,
      p95GapUs: number,
      longestGapUs: number,
      kinds: list(16),
      sizes: list(summaryClasses),
      gaps: list(summaryClasses),
      bucketFrames: list(buckets),
      bucketBytes: list(buckets),
    },
    { noNullPrototype: true },
  );
}

describe('a packed summary', () => {
  it('unpacks to what was packed', () => {
    const summary = fc.nat(40).chain((buckets) =>
      fc.record(
        {
          counted: number,
          total: number,
          lastUs: number,
          bucketUs: number,
          in: direction(buckets),
          out: direction(buckets),
        },
        { noNullPrototype: true },
      ),
    );
    fc.assert(
      fc.property(summary, (given) =>
        assert.deepEqual(decodeTrafficSummary(encodeTrafficSummary(given)), given),
      ),
      { numRuns: 40 },
    );
  });
});
