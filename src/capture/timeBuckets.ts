import { ofDirection, type Direction } from '../wire/direction';

/** Buckets that there are, however long the capture is. */
export const mostBuckets = 1024;
/** Width of a bucket at first, in microseconds. */
export const firstWidthUs = 1_000;

/** Frames and their bytes on the wire, by direction and bucket. */
export interface BucketedTraffic {
  /** Width of each bucket in microseconds; the first one begins at the capture's start. */
  readonly widthUs: number;
  readonly frames: Readonly<Record<Direction, Float64Array>>;
  readonly bytes: Readonly<Record<Direction, Float64Array>>;
}

const perDirection = () => ({
  in: new Float64Array(mostBuckets),
  out: new Float64Array(mostBuckets),
});

/**
 * Frames and bytes over time in a fixed number of buckets. When time runs past the last one, the
 * buckets are joined in pairs and become twice as wide: counts stay exact, memory stays constant.
 */
export class TimeBuckets implements BucketedTraffic {
  widthUs = firstWidthUs;
  readonly frames = perDirection();
  readonly bytes = perDirection();
  /** Buckets up to the last one that holds anything. */
  private used = 0;

  /** @param timeUs microseconds since the capture's start */
  add(direction: Direction, timeUs: number, bytes: number): void {
    while (timeUs >= mostBuckets * this.widthUs) this.widen();
    const bucket = Math.max(0, Math.floor(timeUs / this.widthUs));
    if (bucket >= this.used) this.used = bucket + 1;
    const frameCounts = ofDirection(this.frames, direction);
    const byteCounts = ofDirection(this.bytes, direction);
    frameCounts[bucket] = (frameCounts[bucket] ?? 0) + 1;
    byteCounts[bucket] = (byteCounts[bucket] ?? 0) + bytes;
  }

  /** The buckets in use, as many joined as it takes to have no more than `most`. */
  joined(most: number): BucketedTraffic {
    const by = Math.max(1, Math.ceil(this.used / most));
    const part = (all: Record<Direction, Float64Array>) => ({
      in: joinedBy(by, all.in.subarray(0, this.used)),
      out: joinedBy(by, all.out.subarray(0, this.used)),
    });
    return { widthUs: this.widthUs * by, frames: part(this.frames), bytes: part(this.bytes) };
  }

  private widen(): void {
    for (const counts of [this.frames.in, this.frames.out, this.bytes.in, this.bytes.out]) {
      counts.set(joinedBy(2, counts));
      counts.fill(0, mostBuckets / 2);
    }
    this.widthUs *= 2;
    this.used = Math.ceil(this.used / 2);
  }
}

function joinedBy(by: number, counts: Float64Array): Float64Array {
  const joined = new Float64Array(Math.ceil(counts.length / by));
  counts.forEach((count, at) => {
    const to = Math.floor(at / by);
    joined[to] = (joined[to] ?? 0) + count;
  });
  return joined;
}
