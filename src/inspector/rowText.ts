import type { Capture } from '../capture/capture';
import type { ExportFormat } from '../protocol/inspectorProtocol';
import type { LinePart } from './content';
import { ndjsonOf } from './ndjson';
import { plainLineOf } from './plainLine';

/** UTF-16 units after which a part is handed over. */
const partSize = 256 * 1024;
/**
 * Milliseconds after which a part is handed over, be it empty. Between two parts everything else
 * that the inspector does should get its turn.
 */
const sliceMs = 3;

/** Makes the line of a row in parts, so that no large message is ever whole in memory. */
type LineOf = (capture: Capture, row: number) => readonly LinePart[];

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
  let begun = performance.now();
  function* handOver(): Generator<TextPart, void> {
    yield { text, rows: done, lines };
    text = '';
    begun = performance.now();
  }
  const isDue = () => text.length >= partSize || performance.now() - begun >= sliceMs;
  for (const row of rows) {
    const parts = lineOf[format](capture, row);
    for (const part of parts) {
      if (typeof part === 'string') text += part;
      else {
        for (const piece of part) {
          text += piece;
          if (isDue()) yield* handOver();
        }
      }
    }
    if (parts.length > 0) {
      text += '\n';
      lines++;
    }
    done++;
    if (isDue()) yield* handOver();
  }
  yield* handOver();
}
