import { constants, inflateRawSync, type ZlibOptions } from 'node:zlib';

/**
 * Compressed bytes, and inflated ones, up to which a message is inflated at once: for a small one
 * that takes a fraction of the time that asking another thread does.
 */
const mostDeflated = 16 * 1024;
const mostInflated = 256 * 1024;

/** What a sender leaves off the end of every message (RFC 7692 §7.2.1). */
export const messageTail = Buffer.from([0x00, 0x00, 0xff, 0xff]);

/**
 * Inflates a message that is small and came in one piece.
 *
 * @param dictionary what was inflated before, as far back as the message may refer
 * @returns `undefined` if it is too large, or if a fault is in it
 */
export function inflatedAtOnce(
  payload: Uint8Array,
  windowBits: number,
  dictionary: Uint8Array,
): Buffer | undefined {
  if (payload.length > mostDeflated) return undefined;
  try {
    return inflateRawSync(Buffer.concat([payload, messageTail]), {
      windowBits,
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: mostInflated,
      ...dictionaryOf(dictionary),
    });
  } catch {
    // A stream finds out what is wrong, and how far it can be read.
    return undefined;
  }
}

/** zlib takes an empty dictionary for a fault. */
export function dictionaryOf(dictionary: Uint8Array): Pick<ZlibOptions, 'dictionary'> {
  return dictionary.length === 0 ? {} : { dictionary };
}
