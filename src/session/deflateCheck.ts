import { constants, inflateRawSync } from 'node:zlib';

/** Bytes that are inflated to see whether that works. */
const mostInflated = 16 * 1024 * 1024;

/** What a sender leaves off the end of every message (RFC 7692 §7.2.1). */
const messageTail = Buffer.from([0x00, 0x00, 0xff, 0xff]);

/**
 * Whether the payload data of a whole message can be inflated, whatever was sent before it: what it
 * may refer back to is taken to be there.
 */
export function isDeflated(payload: Uint8Array, windowBits: number): boolean {
  try {
    inflateRawSync(Buffer.concat([payload, messageTail]), {
      windowBits,
      dictionary: Buffer.alloc(2 ** windowBits),
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: mostInflated,
    });
    return true;
  } catch (error) {
    // What is too long to look at further has been right so far.
    return error instanceof RangeError;
  }
}
