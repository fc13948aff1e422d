/** Bytes of the longest header: two, a 64-bit length and a masking key (RFC 6455 §5.2). */
export const maxHeaderLength = 14;

/** What the second byte of a frame says about the rest of its header. */
export const maskBit = 0x80;

/** The forms in which a header may give the payload length, by their bits. */
export type LengthBits = 7 | 16 | 64;

/** Which form of the length the second byte announces. */
export function lengthBitsOf(secondByte: number): LengthBits {
  const length = secondByte & 0x7f;
  if (length < 126) return 7;
  return length === 126 ? 16 : 64;
}

/** Bytes of the whole header, 2 to 14. */
export function headerLengthOf(secondByte: number): number {
  const length = secondByte & 0x7f;
  const extended = length < 126 ? 0 : length === 126 ? 2 : 8;
  return 2 + extended + ((secondByte & maskBit) === 0 ? 0 : 4);
}

/** The greatest number below 2^63. */
const greatestLegalLength = 2 ** 63 - 1024;

/**
 * Reads the payload length of the header that begins at `at`.
 *
 * @returns bytes; above 2^53 - 1 the nearest number on the same side of 2^63, from which on a
 * length is not allowed
 */
export function payloadLengthOf(bytes: Uint8Array, at: number): number {
  const length = byteAt(bytes, at + 1) & 0x7f;
  if (length < 126) return length;
  if (length === 126) return (byteAt(bytes, at + 2) << 8) | byteAt(bytes, at + 3);
  const nearest = uint32At(bytes, at + 2) * 2 ** 32 + uint32At(bytes, at + 6);
  const isLegal = byteAt(bytes, at + 2) < 0x80;
  return isLegal ? Math.min(nearest, greatestLegalLength) : nearest;
}

/** A byte that is known to be there. */
export function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

/** A big-endian uint32 that is known to be there. */
export function uint32At(bytes: Uint8Array, at: number): number {
  return (
    ((byteAt(bytes, at) << 24) |
      (byteAt(bytes, at + 1) << 16) |
      (byteAt(bytes, at + 2) << 8) |
      byteAt(bytes, at + 3)) >>>
    0
  );
}
