/**
 * Says whether bytes that come in pieces are UTF-8 (RFC 3629 §4). It can unmask on the way, so
 * that a masked payload needs no copy.
 */
export class Utf8Validator {
  private broken = false;
  /** Bytes that the sequence at the end still lacks. */
  private missing = 0;
  /** Bounds of the next continuation byte: they keep overlong forms and surrogates out. */
  private low = 0x80;
  private high = 0xbf;
  private bytes: Uint8Array | undefined;
  private view: DataView = new DataView(new ArrayBuffer(0));

  /** False from the first byte that cannot be UTF-8 until {@link reset}. */
  get valid(): boolean {
    return !this.broken;
  }

  /** True where the text may end: no sequence has begun without its last byte. */
  get complete(): boolean {
    return !this.broken && this.missing === 0;
  }

  /** Begins a new text. */
  reset(): void {
    this.broken = false;
    this.missing = 0;
    this.low = 0x80;
    this.high = 0xbf;
  }

  /**
   * Takes the next bytes, `start` up to `end`, and returns {@link valid}.
   *
   * @param maskingKey big-endian uint32; 0 for bytes that are not masked
   * @param offset where in the masked payload `start` stands: it selects the octet of the key
   */
  push(bytes: Uint8Array, start = 0, end = bytes.length, maskingKey = 0, offset = 0): boolean {
    const view = this.viewOf(bytes);
    let at = start;
    while (at < end && !this.broken) {
      const key = rotateLeft(maskingKey, (offset + at - start) & 3);
      const from = this.missing === 0 ? skipAscii(view, at, end, key) : at;
      at = this.pushBytes(view, from, Math.min(from + wordBytes, end), key);
    }
    return this.valid;
  }

  /** Octet by octet; `key` is rotated so that its first octet belongs to `start`. */
  private pushBytes(view: DataView, start: number, end: number, key: number): number {
    let at = start;
    for (let shift = 24; at < end && !this.broken; at++, shift -= 8) {
      // A shift count is taken modulo 32, so the key repeats by itself.
      this.pushByte(view.getUint8(at) ^ ((key >>> shift) & 0xff));
    }
    return at;
  }

  private pushByte(byte: number): void {
    if (this.missing === 0) {
      if (byte >= 0x80) this.beginSequence(byte);
    } else if (byte < this.low || byte > this.high) {
      this.broken = true;
    } else {
      this.missing--;
      this.low = 0x80;
      this.high = 0xbf;
    }
  }

  private beginSequence(lead: number): void {
    if (lead >= 0xc2 && lead <= 0xdf) {
      this.missing = 1;
    } else if (lead >= 0xe0 && lead <= 0xef) {
      this.missing = 2;
      if (lead === 0xe0) this.low = 0xa0;
      if (lead === 0xed) this.high = 0x9f;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      this.missing = 3;
      if (lead === 0xf0) this.low = 0x90;
      if (lead === 0xf4) this.high = 0x8f;
    } else {
      this.broken = true;
    }
  }

  /** A chunk holds many frames, and making a view costs more than reading a small frame. */
  private viewOf(bytes: Uint8Array): DataView {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.view;
  }
}

/** Bytes that {@link skipAscii} looks at in one step. */
const wordBytes = 16;

/** Passes over whole steps of ASCII: four words at once are three times as fast as bytes. */
function skipAscii(view: DataView, start: number, end: number, key: number): number {
  let at = start;
  for (; at + wordBytes <= end; at += wordBytes) {
    const bits =
      (view.getInt32(at) ^ key) |
      (view.getInt32(at + 4) ^ key) |
      (view.getInt32(at + 8) ^ key) |
      (view.getInt32(at + 12) ^ key);
    if ((bits & 0x80808080) !== 0) break;
  }
  return at;
}

/** Rotates a uint32 by whole octets. */
function rotateLeft(word: number, octets: number): number {
  const shift = octets * 8;
  // A shift by 32 is one by 0, which here would double the word: it is OR-ed with itself.
  return (word << shift) | (word >>> (32 - shift));
}
