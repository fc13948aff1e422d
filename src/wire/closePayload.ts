import { byteAt } from './frameHeader';
import { decodeUtf8 } from './utf8Text';

/** What a close frame says (RFC 6455 §5.5.1). */
export interface ClosePayload {
  /** `undefined` if the payload is shorter than a code. */
  readonly code: number | undefined;
  /** Bytes that are not UTF-8 read as U+FFFD. */
  readonly reason: string;
}

/** Reads the unmasked payload of a close frame, whether it keeps the rules or not. */
export function readClosePayload(payload: Uint8Array): ClosePayload {
  if (payload.length < 2) return { code: undefined, reason: '' };
  return {
    code: (byteAt(payload, 0) << 8) | byteAt(payload, 1),
    reason: decodeUtf8(payload.subarray(2)),
  };
}

/**
 * Writes the payload of a close frame. A reason needs a code before it, so without a code there is
 * none.
 *
 * @param reason UTF-8
 */
export function writeClosePayload(code: number | undefined, reason: Uint8Array): Uint8Array {
  return code === undefined ? new Uint8Array(0) : Uint8Array.of(code >> 8, code & 0xff, ...reason);
}
