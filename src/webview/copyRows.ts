import { decodeRowBatch, mostRows } from '../protocol/rowBatch';
import { formatCount } from './format';
import type { RowSpan } from './rowCache';
import { rowsAsText } from './rowsAsText';

export interface CopyRowsOptions {
  /** Reads rows, packed as a row batch. */
  readonly readRows: (span: RowSpan) => Promise<ArrayBuffer>;
  /** Resolves with whether the text is on the clipboard. */
  readonly copyText: (text: string) => Promise<boolean>;
}

/**
 * Copies rows as they are seen, no more than one request may read.
 *
 * @returns what was copied, in a sentence; `undefined` if nothing was
 */
export async function copyRows(
  span: RowSpan,
  { readRows, copyText }: CopyRowsOptions,
): Promise<string | undefined> {
  const count = Math.min(span.count, mostRows);
  const packed = await readRows({ ...span, count }).catch(() => undefined);
  if (!packed || !(await copyText(rowsAsText(decodeRowBatch(packed).rows)))) return undefined;
  if (count < span.count) {
    return `Copied the first ${formatCount(count)} of ${formatCount(span.count)} rows, the most that fit.`;
  }
  return count === 1 ? 'Copied 1 row.' : `Copied ${formatCount(count)} rows.`;
}
