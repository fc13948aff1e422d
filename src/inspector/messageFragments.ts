import type { Capture, MessageOfFrame } from '../capture/capture';

/**
 * Most rows that are looked at for the fragments of a message, from its beginning: those of other
 * messages may lie between, and a list shows hundreds of messages at once.
 */
export const mostRowsLookedAt = 1_000;

/** What the first fragments of a message come to. */
export interface MessageFragments {
  /** Their rows, oldest first. */
  readonly rows: readonly number[];
  /** Bytes of their payload data as they crossed the wire. */
  readonly wireLength: number;
  /** Bits for `findingsOf`. */
  readonly findings: number;
  /** False if more of them stand behind the rows that were looked at. */
  readonly areAll: boolean;
}

/**
 * Looks for the fragments of a message that are kept, up to one of them, in one pass over at most
 * {@link mostRowsLookedAt} rows.
 *
 * @param lastRow of the last fragment that is asked about
 */
export function messageFragments(
  capture: Capture,
  { firstRow }: MessageOfFrame,
  lastRow: number,
): MessageFragments {
  const begin = Math.max(firstRow, capture.first);
  const end = Math.min(lastRow + 1, begin + mostRowsLookedAt);
  const rows: number[] = [];
  let wireLength = 0;
  let findings = 0;
  for (let row = begin; row < end; row++) {
    const frame = capture.frame(row);
    if (frame?.message?.firstRow !== firstRow) continue;
    rows.push(row);
    wireLength += frame.payloadReceived;
    findings |= frame.findings;
  }
  return { rows, wireLength, findings, areAll: end > lastRow };
}
