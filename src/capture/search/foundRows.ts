import type { RowSet } from '../filter/rowSet';
import { mostSliceRows } from '../filter/rowSlice';

/** Rows gathered slice by slice, one bit each. */
export class FoundRows {
  /** The row of the first bit: a multiple of 32. */
  readonly from: number;
  private words = new Uint32Array(mostSliceRows / 32);

  /** @param firstRow of the first slice */
  constructor(firstRow: number) {
    this.from = firstRow - (firstRow % 32);
  }

  /** @param firstRow of the slice */
  add(rows: RowSet, firstRow: number): void {
    const start = firstRow - this.from;
    const shift = start % 32;
    let at = (start - shift) / 32;
    // What is shifted out of the last word needs one more.
    this.makeRoom(at + rows.words.length + 1);
    const { words } = this;
    for (const word of rows.words) {
      words[at] = (words[at] ?? 0) | (word << shift);
      at++;
      if (shift > 0) words[at] = word >>> (32 - shift);
    }
  }

  /** The bits up to a row, in a buffer of their own. */
  upTo(row: number): Uint32Array<ArrayBuffer> {
    return this.words.slice(0, Math.ceil((row - this.from) / 32));
  }

  private makeRoom(count: number): void {
    if (count <= this.words.length) return;
    const words = new Uint32Array(Math.max(count, this.words.length * 2));
    words.set(this.words);
    this.words = words;
  }
}
