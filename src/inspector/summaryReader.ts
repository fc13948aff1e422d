import { setImmediate } from 'node:timers/promises';
import { Capture } from '../capture/capture';
import { CaptureMemory } from '../capture/captureMemory';
import type { BucketedTraffic } from '../capture/timeBuckets';
import { encodeTrafficSummary, type DirectionSummary } from '../protocol/trafficSummary';
import type { Direction } from '../wire/direction';

/** Rows counted at a time: about 2 ms, so that captures that go on do not wait. */
const sliceRows = 16_384;

/** The summary of a connection that has never been opened. */
export function emptySummary(): ArrayBuffer {
  const memory = new CaptureMemory(0);
  const capture = new Capture({ memory, startUs: 0, startWallMs: 0 });
  return new SummaryReader(capture).read(1, 0);
}

/** Reads the summary of a capture, and counts the rows that it lacks when it is first asked for. */
export class SummaryReader {
  private counting = false;
  private disposed = false;

  constructor(private readonly capture: Capture) {}

  /**
   * The summary as far as it has been counted, packed by `trafficSummary`.
   *
   * @param mostBuckets at most so many buckets of time
   * @param nowUs the clock in microseconds, at which the last second ends
   */
  read(mostBuckets: number, nowUs: number): ArrayBuffer {
    if (!this.counting && !this.capture.summarize(sliceRows)) void this.count();
    const { summary, total } = this.capture;
    const sinceStartUs = nowUs - this.capture.clockUs(0);
    const traffic = summary.buckets.joined(mostBuckets);
    return encodeTrafficSummary({
      counted: summary.rows,
      total,
      lastUs: summary.lastUs,
      bucketUs: traffic.widthUs,
      in: this.direction('in', traffic, sinceStartUs),
      out: this.direction('out', traffic, sinceStartUs),
    });
  }

  /** Ends the counting: the capture's files may be gone. */
  dispose(): void {
    this.disposed = true;
  }

  private async count(): Promise<void> {
    this.counting = true;
    while (!this.disposed && !this.capture.summarize(sliceRows)) await setImmediate();
    this.counting = false;
  }

  private direction(
    direction: Direction,
    traffic: BucketedTraffic,
    sinceStartUs: number,
  ): DirectionSummary {
    const { bytes, compressed, inflated, kinds, sizes, gaps, recent } =
      this.capture.summary.totals[direction];
    const lastSecond = recent.until(sinceStartUs);
    return {
      bytes,
      recentFrames: lastSecond.frames,
      recentBytes: lastSecond.bytes,
      compressed,
      inflated,
      shortestGapUs: gaps.min ?? Number.NaN,
      medianGapUs: gaps.estimate(0.5) ?? Number.NaN,
      p95GapUs: gaps.estimate(0.95) ?? Number.NaN,
      longestGapUs: gaps.max ?? Number.NaN,
      kinds,
      sizes: sizes.counts,
      gaps: gaps.counts,
      bucketFrames: traffic.frames[direction],
      bucketBytes: traffic.bytes[direction],
    };
  }
}
