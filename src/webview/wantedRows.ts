import type { RowsState } from '../protocol/connectionSnapshot';
import type { RowSpan } from './rowCache';
import type { LineSpan } from './scrollMap';

/** Rows read beyond each edge, so that most scrolls need no request. */
export const readBeyond = 60;

export interface WantedRowsInput {
  /** The newest state of the rows. */
  readonly announced: RowsState;
  /** The rows that have a place in the list. */
  readonly laidOut: RowsState;
  /** The lines to be painted, counted from the first that is laid out. */
  readonly painted: LineSpan;
  /** Whether the list follows its end; then the newest rows are the ones to paint next. */
  readonly followsEnd: boolean;
  /** The most lines that are ever painted at once. */
  readonly mostPainted: number;
}

/** The rows that are needed now, and those that it is cheap to read along with them. */
export function wantedRows({
  announced,
  laidOut,
  painted,
  followsEnd,
  mostPainted,
}: WantedRowsInput): { needed: RowSpan; along: RowSpan } {
  const end = followsEnd ? announced.total : laidOut.total;
  const from = followsEnd ? end - mostPainted : laidOut.first + painted.start;
  const to = followsEnd ? end : laidOut.first + painted.end;
  const kept = (start: number, stop: number): RowSpan => {
    const first = Math.max(announced.first, start);
    return { start: first, count: Math.max(0, Math.min(end, stop) - first) };
  };
  return { needed: kept(from, to), along: kept(from - readBeyond, to + readBeyond) };
}
