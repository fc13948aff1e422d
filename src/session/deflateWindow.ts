import { promisify } from 'node:util';
import { constants, deflateRaw } from 'node:zlib';
import type { DeflateParameters } from './permessageDeflate';

/**
 * The end of what was compressed so far: the next message may refer back to it (RFC 7692 §7.1.1).
 * It never changes, so that two messages can be compressed against the same one.
 */
export interface DeflateWindow {
  readonly bytes: Uint8Array;
}

/** What is compressed against it refers back to nothing: any end can inflate it at any time. */
export const emptyWindow: DeflateWindow = { bytes: new Uint8Array(0) };

/** What a sender leaves off the end of every message (RFC 7692 §7.2.1). */
const tailLength = 4;

/** zlib cannot make a raw stream for 8; with 9 it refers back no further than 250 bytes. */
const leastWindowBits = 9;

const deflate = promisify(deflateRaw);

export interface DeflatedMessage {
  readonly fragments: readonly Uint8Array[];
  /** What the next message may refer back to. */
  readonly window: DeflateWindow;
}

/**
 * Compresses a message, each fragment for itself, so that it can be cut where its sender likes
 * (RFC 7692 §7.2.1). No state is kept between messages but the window: the same message and the
 * same window give the same bytes.
 */
export async function deflateMessage(
  fragments: readonly Uint8Array[],
  before: DeflateWindow,
  { windowBits, contextTakeover }: DeflateParameters,
): Promise<DeflatedMessage> {
  const deflated: Uint8Array[] = [];
  let window = before;
  for (const fragment of fragments) {
    deflated.push(
      await deflate(fragment, {
        windowBits: Math.max(leastWindowBits, windowBits),
        finishFlush: constants.Z_SYNC_FLUSH,
        ...(window.bytes.length > 0 && { dictionary: window.bytes }),
      }),
    );
    window = windowAfter(window, fragment, 2 ** windowBits);
  }
  const last = deflated.pop() ?? new Uint8Array(tailLength);
  return {
    fragments: [...deflated, last.subarray(0, last.length - tailLength)],
    window: contextTakeover ? window : emptyWindow,
  };
}

/** The last `size` bytes of the window with what follows it, copied. */
function windowAfter({ bytes }: DeflateWindow, next: Uint8Array, size: number): DeflateWindow {
  const kept = Math.min(bytes.length, Math.max(0, size - next.length));
  return { bytes: Buffer.concat([bytes.subarray(bytes.length - kept), next.subarray(-size)]) };
}
