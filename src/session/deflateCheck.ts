import { constants, inflateRawSync } from 'node:zlib';
import { messageTail } from './inflatedAtOnce';

/** Bytes that are inflated to see whether that works. */
const mostInflated = 16 * 1024 * 1024;

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
