import type { SelectedRows } from '../protocol/panelProtocol';
import { decodeRowBatch } from '../protocol/rowBatch';
import type { RowSpan } from './rowCache';

/**
 * The rows of a selection by their number in the capture.
 *
 * @param readRows reads rows of a filtered list by their index, packed as a row batch; without a
 *   filter the index is the number
 * @returns `null` if the rows are no longer there
 */
export async function selectedRows(
  { start, count }: RowSpan,
  readRows: ((span: RowSpan) => Promise<ArrayBuffer>) | undefined,
): Promise<SelectedRows | null> {
  if (!readRows) return { from: start, to: start + count, count };
  const numberAt = async (index: number) =>
    decodeRowBatch(await readRows({ start: index, count: 1 })).rows[0]?.row;
  const first = await numberAt(start);
  const last = await numberAt(start + count - 1);
  return first === undefined || last === undefined ? null : { from: first, to: last + 1, count };
}
