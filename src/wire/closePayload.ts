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
