import type { InspectedConnection } from '../inspector/inspectedConnection';
import { decodeRowBatch, type Row } from '../protocol/rowBatch';
import { consoleLine, findingLine, type LineLook } from './consoleLine';

/** Rows that are read at once. */
const batchSize = 500;

/** Rows `from` to `to - 1` as text, whole lines, in parts. */
export type RowSource = (from: number, to: number) => AsyncIterable<string>;

/** One JSON object a line. */
export function ndjsonRows(connection: InspectedConnection): RowSource {
  return (from, to) => connection.text('ndjson', from, to);
}

/** Lines for people. */
export function consoleRows(connection: InspectedConnection, look: () => LineLook): RowSource {
  return async function* (from, to) {
    // A printed line cannot be changed when its message can be read at last.
    await connection.inflated();
    for (let start = from; start < to; start += batchSize) {
      const count = Math.min(batchSize, to - start);
      const { rows } = decodeRowBatch(await connection.readRows(start, count));
      let text = '';
      for (const row of rows) text += await linesOf(connection, row, look());
      yield text;
    }
  };
}

async function linesOf(connection: InspectedConnection, row: Row, look: LineLook): Promise<string> {
  const lines = [consoleLine(row, look)];
  if (row.kind === 'frame' && row.severity !== 'none') {
    const detail = await connection.readFrame(row.row);
    const findings = detail.kind === 'frame' ? detail.fields.findings : [];
    lines.push(...findings.map((finding) => findingLine(finding, look)));
  }
  return `${lines.join('\n')}\n`;
}
