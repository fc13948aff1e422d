import type { Capture, CapturedFrame } from '../capture/capture';
import type { Row } from '../protocol/rowBatch';
import { findingsOf } from '../wire/finding';
import { finOf, opcodeOf, rsv1Of, rsv2Of, rsv3Of } from '../wire/frameBits';
import { previewOf } from './preview';

/** Rows `from` to `to - 1`, which must be kept, as the frame list shows them. */
export function rowsOf(capture: Capture, from: number, to: number): Row[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => rowOf(capture, from + index));
}

/**
 * The rows with these numbers, which must be kept, as a filtered list shows them: the delta counts
 * from the row before that shows.
 *
 * @param before the row that shows before the first; `undefined` if there is none
 */
export function chosenRowsOf(
  capture: Capture,
  rows: readonly number[],
  before: number | undefined,
): Row[] {
  return rows.map((row, index) => {
    const previous = index > 0 ? rows[index - 1] : before;
    const timeUs = capture.timeUs(row);
    const deltaUs = previous === undefined ? 0 : timeUs - capture.timeUs(previous);
    return { ...rowOf(capture, row), deltaUs };
  });
}

function rowOf(capture: Capture, row: number): Row {
  const frame = capture.frame(row);
  const facts = frame ? frameFacts(frame) : statusFacts(capture, row);
  return {
    ...facts,
    row,
    timeUs: capture.timeUs(row),
    deltaUs: capture.deltaUs(row),
    preview: previewOf(capture, row),
  };
}

type RowFacts = Omit<Row, 'row' | 'timeUs' | 'deltaUs' | 'preview'>;

function frameFacts(frame: CapturedFrame): RowFacts {
  return {
    kind: 'frame',
    direction: frame.direction,
    opcode: opcodeOf(frame.firstByte),
    fin: finOf(frame.firstByte),
    rsv1: rsv1Of(frame.firstByte),
    rsv2: rsv2Of(frame.firstByte),
    rsv3: rsv3Of(frame.firstByte),
    masked: frame.masked,
    size: frame.payloadLength,
    severity: worstFinding(frame.findings),
  };
}

function statusFacts(capture: Capture, row: number): RowFacts {
  return {
    kind: 'status',
    direction: 'in',
    opcode: 0,
    fin: false,
    rsv1: false,
    rsv2: false,
    rsv3: false,
    masked: false,
    size: 0,
    severity: capture.status(row)?.severity ?? 'info',
  };
}

/** How grave the worst of some findings is. */
export function worstFinding(bits: number): Row['severity'] {
  if (bits === 0) return 'none';
  const severities = new Set(findingsOf(bits).map((finding) => finding.severity));
  return (['error', 'warning', 'info'] as const).find((one) => severities.has(one)) ?? 'none';
}
