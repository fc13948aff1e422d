import { findingBit } from '../wire/finding';
import { finOf } from '../wire/frameBits';
import type { FrameColumns } from './frameColumns';
import { directionOf, firstByteOf, isInMessage } from './rowBits';

/**
 * The kept rows of the message that the data frame `row` belongs to, oldest first. Control frames
 * and frames of the other direction may lie between them (RFC 6455 §5.4). Nothing about later
 * fragments is written into earlier rows, since rows are append-only: they are looked for here.
 *
 * @param end the row after the last one of the connection
 */
export function* rowsOfMessage(
  columns: FrameColumns,
  row: number,
  end: number,
): Generator<number, void> {
  const start = columns.messageStart(row);
  const direction = directionOf(columns.bits(row));
  for (let at = Math.max(start, columns.first); at < end; at++) {
    const bits = columns.bits(at);
    if (directionOf(bits) !== direction || !isInMessage(bits)) continue;
    // Another message may begin before this one has ended, although it must not.
    if (columns.messageStart(at) !== start) return;
    yield at;
    if (endsMessage(columns, at)) return;
  }
}

/** Whether the message of this data frame is complete with it. */
export function endsMessage(columns: FrameColumns, row: number): boolean {
  const truncated = (columns.findings(row) & findingBit('truncated')) !== 0;
  return finOf(firstByteOf(columns.bits(row))) && !truncated;
}
