import { ofDirection, type Direction } from '../wire/direction';
import { PowerHistogram } from './powerHistogram';
import { RecentTraffic } from './recentTraffic';
import { TimeBuckets } from './timeBuckets';

/** Running totals of one direction. */
export class DirectionTotals {
  /** Frames by opcode. */
  readonly kinds = new Float64Array(16);
  /** Bytes on the wire, headers included. */
  bytes = 0;
  /** Payload bytes a frame. */
  readonly sizes = new PowerHistogram();
  /** Microseconds from one frame to the next of the same direction. */
  readonly gaps = new PowerHistogram();
  readonly recent = new RecentTraffic();
  /** Payload bytes of compressed messages as they crossed the wire (RFC 7692). */
  compressed = 0;
  /** Bytes that inflating them gave. */
  inflated = 0;
  /** Messages that were inflated. */
  inflatedMessages = 0;
  /** When the last frame came; -1 if none has since the last interruption. */
  lastUs = -1;
}

/**
 * Running totals over the rows of a capture, counted one after another. A row makes no object,
 * and memory is the same for any number of rows.
 */
export class Summary {
  readonly buckets = new TimeBuckets();
  readonly totals: Readonly<Record<Direction, DirectionTotals>> = {
    in: new DirectionTotals(),
    out: new DirectionTotals(),
  };
  /** Rows counted so far: the next one to be counted has this number. */
  rows = 0;
  /**
   * Messages of which no frame is the last: those that still go on, and those that another message
   * or the end of the connection cut off between two fragments.
   */
  unfinished = 0;
  /** When the last frame was seen, in microseconds since the capture's start. */
  lastUs = 0;

  /**
   * Counts the next row, a frame.
   *
   * @param payloadLength bytes of its payload that came
   */
  addFrame(
    direction: Direction,
    timeUs: number,
    opcode: number,
    headerLength: number,
    payloadLength: number,
    compressed: boolean,
  ): void {
    const totals = ofDirection(this.totals, direction);
    const bytes = headerLength + payloadLength;
    this.rows++;
    this.lastUs = timeUs;
    this.buckets.add(direction, timeUs, bytes);
    totals.kinds[opcode] = (totals.kinds[opcode] ?? 0) + 1;
    totals.bytes += bytes;
    totals.sizes.add(payloadLength);
    if (totals.lastUs >= 0) totals.gaps.add(Math.max(0, timeUs - totals.lastUs));
    totals.lastUs = timeUs;
    totals.recent.add(timeUs, bytes);
    if (compressed) totals.compressed += payloadLength;
  }

  /**
   * Counts the next row, a status. Something happened to the connection: the time between the
   * frames before and after it tells nothing about how often frames come.
   */
  addStatus(): void {
    this.rows++;
    this.totals.in.lastUs = -1;
    this.totals.out.lastUs = -1;
  }

  /** Counts the next inflated message of a direction. */
  addInflated(direction: Direction, bytes: number): void {
    const totals = this.totals[direction];
    totals.inflatedMessages++;
    totals.inflated += bytes;
  }
}
