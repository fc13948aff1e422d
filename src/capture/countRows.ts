import type { Direction } from '../wire/direction';
import { opcodeOf } from '../wire/frameBits';
import { pageRows, type FrameColumns } from './frameColumns';
import type { InflatedStore } from './inflatedStore';
import { isMessageEnd } from './messageEnd';
import * as rowBits from './rowBits';
import { float64PerRow, rowField, uint32PerRow } from './rowRecord';
import type { Summary } from './summary';

/** Counts up to `most` rows that a summary lacks; true if it lacks none then. */
export function countRows(summary: Summary, columns: FrameColumns, most: number): boolean {
  summary.rows = Math.max(summary.rows, columns.first);
  const end = Math.min(columns.total, summary.rows + most);
  while (summary.rows < end) countPage(summary, columns, end);
  return end === columns.total;
}

/** The same for the inflated messages of a direction. */
export function countInflated(
  summary: Summary,
  direction: Direction,
  store: InflatedStore,
  most: number,
): boolean {
  const totals = summary.totals[direction];
  totals.inflatedMessages = Math.max(totals.inflatedMessages, store.index.first);
  const end = Math.min(store.index.total, totals.inflatedMessages + most);
  while (totals.inflatedMessages < end) {
    summary.addInflated(direction, store.lengthOf(totals.inflatedMessages));
  }
  return end === store.index.total;
}

/** Counts the rows before `end` that stand in the page of the next one. */
function countPage(summary: Summary, columns: FrameColumns, end: number): void {
  const page = columns.records.page(summary.rows);
  const from = summary.rows % pageRows;
  const to = Math.min(pageRows, from + end - summary.rows);
  const pageStart = summary.rows - from;
  for (let at = from; at < to; at++) {
    const bits = page?.uint32[at * uint32PerRow + rowField.bits] ?? rowBits.statusBits;
    if (rowBits.isStatus(bits)) {
      summary.addStatus();
      continue;
    }
    summary.addFrame(
      rowBits.directionOf(bits),
      page?.float64[at * float64PerRow + rowField.timeUs] ?? 0,
      opcodeOf(rowBits.firstByteOf(bits)),
      rowBits.headerLengthOf(bits),
      columns.payloadReceived(pageStart + at),
      rowBits.isCompressed(bits),
    );
    if (!rowBits.isInMessage(bits)) continue;
    if (page?.uint32[at * uint32PerRow + rowField.messageDistance] === 0) summary.unfinished++;
    const findings = page?.uint32[at * uint32PerRow + rowField.findings] ?? 0;
    if (isMessageEnd(bits, findings)) summary.unfinished--;
  }
}
