import type { Row } from '../protocol/rowBatch';
import { formatBytes, formatDelta, formatTime } from './format';
import { columns } from './frameColumns';
import { kindText } from './frameKind';

/** Rows as the list shows them: a line of headings, then one a row, separated by tabs. */
export function rowsAsText(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const isStatus = row.kind === 'status';
    return [
      row.row + 1,
      isStatus ? '' : row.direction === 'out' ? '↑' : '↓',
      formatTime(row.timeUs),
      formatDelta(row.deltaUs),
      isStatus ? '' : kindText(row),
      isStatus ? '' : formatBytes(row.size),
      row.preview.replaceAll(/\s/g, ' '),
    ].join('\t');
  });
  const headings = columns.map(({ heading }) => heading).join('\t');
  return [headings, ...lines, ''].join('\n');
}
