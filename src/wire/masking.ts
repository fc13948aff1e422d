/**
 * Masks or unmasks in place: the transformation is its own inverse (RFC 6455 §5.3).
 *
 * @param maskingKey big-endian uint32
 * @param offset where in the payload the first byte stands: it selects the octet of the key
 */
export function applyMask(bytes: Uint8Array, maskingKey: number, offset = 0): void {
  for (let at = 0; at < bytes.length; at++) {
    const octet = (maskingKey >>> (24 - 8 * ((offset + at) & 3))) & 0xff;
    bytes[at] = (bytes[at] ?? 0) ^ octet;
  }
}
