import type { Direction } from '../wire/direction';

/** Classes of a size or a time: 0, then one for each power of two (class k: 2^(k-1) to 2^k - 1). */
export const summaryClasses = 65;
const opcodeCount = 16;

/** Totals of one direction. What is unknown is NaN. */
export interface DirectionSummary {
  /** Bytes on the wire, headers included. */
  readonly bytes: number;
  /** Frames and bytes in the last second. */
  readonly recentFrames: number;
  readonly recentBytes: number;
  /** Payload bytes of compressed messages, on the wire and after inflating. */
  readonly compressed: number;
  readonly inflated: number;
  /** Microseconds from one frame to the next: two facts, and two estimates within a class. */
  readonly shortestGapUs: number;
  readonly medianGapUs: number;
  readonly p95GapUs: number;
  readonly longestGapUs: number;
  /** Frames by opcode. */
  readonly kinds: Float64Array;
  /** Frames by the class of their payload's size in bytes. */
  readonly sizes: Float64Array;
  /** Times from one frame to the next, by their class in microseconds. */
  readonly gaps: Float64Array;
  /** Frames, and their bytes, by bucket of time. */
  readonly bucketFrames: Float64Array;
  readonly bucketBytes: Float64Array;
}

/** What the rows of a capture come to. */
export interface TrafficSummary extends Readonly<Record<Direction, DirectionSummary>> {
  /** Rows counted so far, of `total`: those of a stored capture are counted when asked for. */
  readonly counted: number;
  readonly total: number;
  /** When the last counted frame was seen, in microseconds since the capture's start. */
  readonly lastUs: number;
  /** Width of a bucket in microseconds; the first begins at the capture's start. */
  readonly bucketUs: number;
}

/** Numbers before those of the two directions: counted, total, last, width and number of buckets. */
const headNumbers = 5;

/** Packs a summary into one buffer of float64 numbers: the head, then each direction's. */
export function encodeTrafficSummary(summary: TrafficSummary): ArrayBuffer {
  const numbers = [summary.counted, summary.total, summary.lastUs, summary.bucketUs];
  numbers.push(summary.in.bucketFrames.length);
  for (const part of [summary.in, summary.out]) {
    numbers.push(part.bytes, part.recentFrames, part.recentBytes, part.compressed, part.inflated);
    numbers.push(part.shortestGapUs, part.medianGapUs, part.p95GapUs, part.longestGapUs);
    numbers.push(...part.kinds, ...part.sizes, ...part.gaps);
    numbers.push(...part.bucketFrames, ...part.bucketBytes);
  }
  return Float64Array.from(numbers).buffer;
}

/** Unpacks what {@link encodeTrafficSummary} packed. */
export function decodeTrafficSummary(buffer: ArrayBuffer): TrafficSummary {
  const numbers = new Float64Array(buffer);
  const [counted = 0, total = 0, lastUs = 0, bucketUs = 1, buckets = 0] = numbers;
  const middle = headNumbers + (numbers.length - headNumbers) / 2;
  return {
    counted,
    total,
    lastUs,
    bucketUs,
    in: decodeDirection(numbers.subarray(headNumbers, middle), buckets),
    out: decodeDirection(numbers.subarray(middle), buckets),
  };
}

/** The fields come in the order in which they were packed. */
function decodeDirection(numbers: Float64Array, buckets: number): DirectionSummary {
  let at = 0;
  const number = () => numbers[at++] ?? Number.NaN;
  const list = (length: number) => numbers.subarray(at, (at += length));
  return {
    bytes: number(),
    recentFrames: number(),
    recentBytes: number(),
    compressed: number(),
    inflated: number(),
    shortestGapUs: number(),
    medianGapUs: number(),
    p95GapUs: number(),
    longestGapUs: number(),
    kinds: list(opcodeCount),
    sizes: list(summaryClasses),
    gaps: list(summaryClasses),
    bucketFrames: list(buckets),
    bucketBytes: list(buckets),
  };
}
