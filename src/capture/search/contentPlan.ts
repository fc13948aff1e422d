import type { DataFile } from '../captureFormat';
import { longestContent, mostSliceRows, type ContentBlock } from '../filter/rowSlice';

/** Which contents of a slice lie in one file of a capture, and where; used again for the next. */
export class ContentPlan {
  private readonly places = new Uint16Array(mostSliceRows);
  private readonly positions = new Float64Array(mostSliceRows);
  private readonly lengths = new Uint32Array(mostSliceRows);
  private count = 0;
  private tooLong = 0;

  constructor(readonly file: DataFile) {}

  clear(): void {
    this.count = 0;
    this.tooLong = 0;
  }

  /**
   * Adds the content of a row, up to {@link longestContent}; rows and positions rise.
   *
   * @param place of the row in the slice
   * @param position of its first byte in the file
   */
  add(place: number, position: number, length: number): void {
    this.places[this.count] = place;
    this.positions[this.count] = position;
    this.lengths[this.count] = Math.min(length, longestContent);
    this.count++;
    if (length > longestContent) this.tooLong++;
  }

  /** How many contents are longer than what is searched of them. */
  get partly(): number {
    return this.tooLong;
  }

  /** Where the first content begins. */
  get from(): number {
    return this.count === 0 ? 0 : (this.positions[0] ?? 0);
  }

  /** Bytes from there to the end of the last one, with what lies between contents. */
  get length(): number {
    if (this.count === 0) return 0;
    const last = this.count - 1;
    return (this.positions[last] ?? 0) + (this.lengths[last] ?? 0) - this.from;
  }

  /** @param bytes the {@link length} bytes from {@link from} on */
  block(bytes: Uint8Array): ContentBlock {
    const { count, positions, lengths, from } = this;
    const starts = new Uint32Array(count);
    const ends = new Uint32Array(count);
    for (let slot = 0; slot < count; slot++) {
      const start = (positions[slot] ?? 0) - from;
      starts[slot] = start;
      ends[slot] = start + (lengths[slot] ?? 0);
    }
    return { bytes, rows: this.places.slice(0, count), starts, ends };
  }
}
