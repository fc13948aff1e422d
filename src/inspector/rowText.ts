import type { Capture } from '../capture/capture';
import type { ExportFormat } from '../protocol/inspectorProtocol';
import { ndjsonOf } from './ndjson';
import { plainLineOf } from './plainLine';

/**
 * UTF-16 units that a part has at least, save the last. Between two parts everything else that the
 * inspector does should get its turn.
 */
const partSize = 32 * 1024;

/** Makes the line of a row, piece by piece, so that no message is ever whole in memory. */
type LineOf = (capture: Capture, row: number) => Iterable<string>;

const lineOf: Readonly<Record<ExportFormat, LineOf>> = { ndjson: ndjsonOf, lines: plainLineOf };

export interface TextPart {
  readonly text: string;
  /** Rows gone through and lines ended so far. */
  readonly rows: number;
  readonly lines: number;
}

/** Rows as text, a line each for those that the format has a line for, in parts that join. */
export function* rowText(
  capture: Capture,
  rows: Iterable<number>,
  format: ExportFormat,
): Generator<TextPart, void> {
  let text = '';
  let done = 0;
  let lines = 0;
  for (const row of rows) {
    let isLine = false;
    for (const piece of lineOf[format](capture, row)) {
      isLine = true;
      text += piece;
      if (text.length < partSize) continue;
      yield { text, rows: done, lines };
      text = '';
    }
    if (isLine) {
      text += '\n';
      lines++;
    }
    done++;
  }
  yield { text, rows: done, lines };
}
