import type { Direction } from '../wire/direction';
import { opcodeOf } from '../wire/frameBits';
import type { FrameColumns } from './frameColumns';
import type { InflatedStore } from './inflatedStore';
import * as rowBits from './rowBits';
import type { Summary } from './summary';

/** Counts up to `most` rows that a summary lacks; true if it lacks none then. */
export function countRows(summary: Summary, columns: FrameColumns, most: number): boolean {
  summary.rows = Math.max(summary.rows, columns.first);
  const end = Math.min(columns.total, summary.rows + most);
  while (summary.rows < end) countRow(summary, columns, summary.rows);
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

function countRow(summary: Summary, columns: FrameColumns, row: number): void {
  const bits = columns.bits(row);
  if (rowBits.isStatus(bits)) {
    summary.addStatus();
    return;
  }
  summary.addFrame(
    rowBits.directionOf(bits),
    columns.timeUs(row),
    opcodeOf(rowBits.firstByteOf(bits)),
    rowBits.headerLengthOf(bits),
    columns.payloadReceived(row),
    rowBits.isCompressed(bits),
  );
}
