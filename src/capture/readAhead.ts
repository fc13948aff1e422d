import type { StoredBytes } from './writeBehind';

/** Bytes that are read at once: some hundred small frames, at the price of a few. */
export const blockBytes = 64 * 1024;

/**
 * A file of which the block that was read last is kept: whoever reads one row mostly reads the next
 * one too, and asking the system for each costs more than all else.
 */
export class ReadAhead {
  private block: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  private start = 0;

  constructor(private readonly file: StoredBytes) {}

  /**
   * Reads up to `length` bytes from `position`; fewer if the file is unreadable.
   *
   * @param end position up to which the file holds what was appended, and never changes
   */
  read(position: number, length: number, end: number): Uint8Array<ArrayBuffer> {
    if (length >= blockBytes) return this.file.read(position, length);
    const isHeld = position >= this.start && position + length <= this.start + this.block.length;
    if (!isHeld) {
      this.block = this.file.read(position, Math.min(blockBytes, end - position));
      this.start = position;
    }
    const at = position - this.start;
    return this.block.slice(at, at + length);
  }
}
