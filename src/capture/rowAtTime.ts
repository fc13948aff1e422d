import type { FrameColumns } from './frameColumns';

/**
 * The first kept row at or after a time, or the number of rows there have been if all are before it.
 * Rows stand in the order of time, so that few of them have to be looked at.
 *
 * @param timeUs microseconds since the capture's start
 */
export function rowAtTime(columns: FrameColumns, timeUs: number): number {
  let from = columns.first;
  let to = columns.total;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (columns.timeUs(middle) < timeUs) from = middle + 1;
    else to = middle;
  }
  return from;
}
