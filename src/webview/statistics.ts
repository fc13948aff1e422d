import type { DirectionSummary, TrafficSummary } from '../protocol/trafficSummary';
import { formatBytes, formatCount, formatDelta } from './format';
import { kindName } from './frameKind';

/** One line of figures: a name and a value for each direction. */
export interface Figures {
  readonly name: string;
  readonly out: string;
  readonly in: string;
}

/** One line of a chart: a name and a count for each direction. */
export interface Counts {
  readonly name: string;
  readonly out: number;
  readonly in: number;
}

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;
const unknown = '–';

/** How much crossed the wire, and how fast. The average is over the time until the last frame. */
export function trafficFigures(summary: TrafficSummary): Figures[] {
  const seconds = summary.lastUs / 1_000_000;
  const line = (name: string, of: (part: DirectionSummary) => string): Figures => ({
    name,
    out: of(summary.out),
    in: of(summary.in),
  });
  const rate = (amount: number) => (seconds > 0 ? amount / seconds : Number.NaN);
  return [
    line('Frames', ({ kinds }) => formatCount(sum(kinds))),
    line('Bytes on the wire', ({ bytes }) => formatBytes(bytes)),
    line('Frames in the last second', ({ recentFrames }) => formatCount(recentFrames)),
    line('Bytes in the last second', ({ recentBytes }) => formatBytes(recentBytes)),
    line('Average frames a second', ({ kinds }) => formatRate(rate(sum(kinds)))),
    line('Average bytes a second', ({ bytes }) => {
      const average = rate(bytes);
      return Number.isNaN(average) ? unknown : formatBytes(Math.round(average));
    }),
  ];
}

/** Frames by what they are. */
export function kindCounts({ in: received, out: sent }: TrafficSummary): Counts[] {
  return countsOf(sent.kinds, received.kinds, kindName).filter((one) => one.in + one.out > 0);
}

/** Frames by the size of their payload, without the empty classes at either end. */
export function sizeCounts({ in: received, out: sent }: TrafficSummary): Counts[] {
  return trimmed(countsOf(sent.sizes, received.sizes, sizeClassName));
}

/** Times from one frame to the next of the same direction: two facts and two estimates. */
export function gapFigures({ in: received, out: sent }: TrafficSummary): Figures[] {
  const line = (name: string, of: (part: DirectionSummary) => number): Figures => ({
    name,
    out: formatGap(of(sent)),
    in: formatGap(of(received)),
  });
  return [
    line('Shortest', ({ shortestGapUs }) => shortestGapUs),
    line('Median, estimated', ({ medianGapUs }) => medianGapUs),
    line('95th percentile, estimated', ({ p95GapUs }) => p95GapUs),
    line('Longest', ({ longestGapUs }) => longestGapUs),
  ];
}

/** The same times by their class, without the empty classes at either end. */
export function gapCounts({ in: received, out: sent }: TrafficSummary): Counts[] {
  return trimmed(countsOf(sent.gaps, received.gaps, gapClassName));
}

/** What compression saves (RFC 7692); no lines if no message was compressed. */
export function compressionFigures({ in: received, out: sent }: TrafficSummary): Figures[] {
  if (sent.compressed + received.compressed === 0) return [];
  const line = (name: string, of: (part: DirectionSummary) => string): Figures => ({
    name,
    out: sent.compressed === 0 ? unknown : of(sent),
    in: received.compressed === 0 ? unknown : of(received),
  });
  return [
    line('Compressed, on the wire', ({ compressed }) => formatBytes(compressed)),
    line('Inflated', ({ inflated }) => formatBytes(inflated)),
    line('Ratio', ({ compressed, inflated }) => `${(inflated / compressed).toFixed(2)} : 1`),
  ];
}

/** A class of sizes in words: `0 B`, `1 B`, `4–7 B`, `1–2 KiB`. */
export function sizeClassName(at: number): string {
  if (at < 2) return `${at} B`;
  const low = 2 ** ((at - 1) % 10);
  const unit = binaryUnits[Math.floor((at - 1) / 10)] ?? '';
  if (unit !== 'B') return `${formatCount(low)}–${formatCount(low * 2)} ${unit}`;
  return `${formatCount(low)}–${formatCount(low * 2 - 1)} B`;
}

/** A class of times in words: `under 1 µs`, `64–128 µs`, `1.02 ms – 2.05 ms`. */
export function gapClassName(at: number): string {
  if (at === 0) return 'under 1 µs';
  const low = 2 ** (at - 1);
  if (low < 512) return `${low}–${low * 2} µs`;
  return `${formatGap(low)} – ${formatGap(low * 2)}`;
}

function formatGap(us: number): string {
  return Number.isNaN(us) ? unknown : formatDelta(us).slice(1);
}

function formatRate(rate: number): string {
  if (Number.isNaN(rate)) return unknown;
  return rate >= 100 ? formatCount(Math.round(rate)) : rate.toFixed(rate >= 10 ? 1 : 2);
}

function countsOf(
  sent: Float64Array,
  received: Float64Array,
  name: (at: number) => string,
): Counts[] {
  return Array.from(sent, (out, at) => ({ name: name(at), out, in: received[at] ?? 0 }));
}

function trimmed(counts: readonly Counts[]): Counts[] {
  const some = (one: Counts) => one.in + one.out > 0;
  return counts.slice(Math.max(0, counts.findIndex(some)), counts.findLastIndex(some) + 1);
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
