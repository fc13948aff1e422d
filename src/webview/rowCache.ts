import type { Row, RowBatch } from '../protocol/rowBatch';

/** Rows `start` to `start + count - 1`. */
export interface RowSpan {
  readonly start: number;
  readonly count: number;
}

/** Rows kept around what is on screen, so that small scrolls need no request. */
const mostKept = 2_000;

/**
 * The rows that the panel has read: one unbroken run of them, all of one generation. What does
 * not fit to that is dropped, so that a row is either right or not there.
 */
export class RowCache {
  private rows: readonly Row[] = [];
  private start = 0;
  private generation = -1;

  /** Forgets everything when the rows read so far may no longer be true. */
  setGeneration(generation: number): void {
    if (generation === this.generation) return;
    this.generation = generation;
    this.rows = [];
  }

  row(index: number): Row | undefined {
    return this.rows[index - this.start];
  }

  has({ start, count }: RowSpan): boolean {
    return count === 0 || (start >= this.start && start + count <= this.end);
  }

  /** The part of a span that has to be read, as one unbroken run; `undefined` if none. */
  missing({ start, count }: RowSpan): RowSpan | undefined {
    const end = start + count;
    if (this.has({ start, count })) return undefined;
    if (start >= this.start && start < this.end) return { start: this.end, count: end - this.end };
    if (end > this.start && end <= this.end) return { start, count: this.start - start };
    return { start, count };
  }

  /** Takes in rows that were read; `false` if they are of another generation or none at all. */
  accept({ generation, start, rows }: RowBatch): boolean {
    if (generation !== this.generation || rows.length === 0) return false;
    const end = start + rows.length;
    if (this.rows.length > 0 && start <= this.end && end >= this.start) {
      const before = this.rows.slice(0, Math.max(0, start - this.start));
      const after = this.rows.slice(Math.min(this.rows.length, end - this.start));
      this.start = Math.min(this.start, start);
      this.rows = [...before, ...rows, ...after];
    } else {
      this.start = start;
      this.rows = rows;
    }
    this.trim(start, end);
    return true;
  }

  /** The row after the last one kept. */
  get end(): number {
    return this.start + this.rows.length;
  }

  /** Keeps what lies nearest to the rows that were read last. */
  private trim(start: number, end: number): void {
    const spare = Math.max(0, mostKept - (end - start)) / 2;
    const from = Math.max(this.start, Math.floor(start - spare));
    const to = Math.min(this.end, Math.ceil(end + spare));
    this.rows = this.rows.slice(from - this.start, to - this.start);
    this.start = from;
  }
}
