import { Summary } from '../../src/capture/summary';
import type { Row } from '../../src/protocol/rowBatch';
import type { DirectionSummary, TrafficSummary } from '../../src/protocol/trafficSummary';

/** The summary that an inspector would give of these rows, if the second had just ended. */
export function summaryOfRows(
  rows: readonly Row[],
  total: number,
  mostBuckets: number,
): TrafficSummary {
  const summary = new Summary();
  for (const row of rows) {
    if (row.kind === 'status') summary.addStatus();
    else summary.addFrame(row.direction, row.timeUs, row.opcode, 2, row.size, row.rsv1);
  }
  const buckets = summary.buckets.joined(mostBuckets);
  const part = (direction: 'in' | 'out'): DirectionSummary => {
    const totals = summary.totals[direction];
    const recent = totals.recent.until(summary.lastUs);
    return {
      bytes: totals.bytes,
      recentFrames: recent.frames,
      recentBytes: recent.bytes,
      compressed: totals.compressed,
      inflated: totals.compressed * 4,
      shortestGapUs: totals.gaps.min ?? Number.NaN,
      medianGapUs: totals.gaps.estimate(0.5) ?? Number.NaN,
      p95GapUs: totals.gaps.estimate(0.95) ?? Number.NaN,
      longestGapUs: totals.gaps.max ?? Number.NaN,
      kinds: totals.kinds,
      sizes: totals.sizes.counts,
      gaps: totals.gaps.counts,
      bucketFrames: buckets.frames[direction],
      bucketBytes: buckets.bytes[direction],
    };
  };
  const { lastUs } = summary;
  const bucketUs = buckets.widthUs;
  return { counted: total, total, lastUs, bucketUs, in: part('in'), out: part('out') };
}
