import { byteAt } from './frameHeader';

/** Bytes of one side's opening handshake that are kept, the blank line included. */
export const handshakeHeadLimit = 64 * 1024;

const blankLine = [0x0d, 0x0a, 0x0d, 0x0a] as const;

/**
 * Collects the head of one side's opening handshake: start line and header fields, up to the
 * blank line (RFC 6455 §4, RFC 9112 §2.1). It says nothing about whether they make sense.
 */
export class HandshakeHead {
  private collected = '';
  /** How many bytes of the blank line the head ends with so far. */
  private matched = 0;

  /** What came so far, one character (latin1) a byte, at most {@link handshakeHeadLimit}. */
  get text(): string {
    return this.collected;
  }

  /** Whether the blank line has come. */
  get complete(): boolean {
    return this.matched === blankLine.length;
  }

  /**
   * Takes the next bytes.
   *
   * @returns once the head is complete, the bytes after it (none is an empty array); until then
   * `undefined`
   */
  push(chunk: Uint8Array): Uint8Array | undefined {
    if (this.complete) return chunk;
    const room = Math.min(chunk.length, handshakeHeadLimit - this.collected.length);
    const end = this.findEnd(chunk, room);
    this.collected += latin1(chunk.subarray(0, end));
    return this.complete ? chunk.subarray(end) : undefined;
  }

  /** Returns where the head ends within the first `length` bytes; `length` if it goes on. */
  private findEnd(chunk: Uint8Array, length: number): number {
    let at = 0;
    while (at < length && !this.complete) {
      const byte = byteAt(chunk, at++);
      if (byte === blankLine[this.matched]) this.matched++;
      else this.matched = byte === blankLine[0] ? 1 : 0;
    }
    return at;
  }
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
