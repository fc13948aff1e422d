import { decodeRowBatch, type Row } from '../protocol/rowBatch';
import { RowCache, type RowSpan } from './rowCache';

export interface RowReaderOptions {
  /** Reads rows, packed as a row batch. */
  readonly readRows: (generation: number, span: RowSpan) => Promise<ArrayBuffer>;
  /** An answer is here; the view may have moved meanwhile, and other rows may be wanted. */
  readonly onRead: () => void;
}

/**
 * Pulls the rows that the list needs, one request at a time: a flood or a fast scroll asks for what
 * is wanted when the answer before is here, and never for what lay in between.
 */
export class RowReader {
  private readonly cache = new RowCache();
  private generation = -1;
  private reading = false;
  /** The last read that brought nothing; it is tried again when the rows have changed. */
  private fruitless: RowSpan | undefined;

  constructor(private readonly options: RowReaderOptions) {}

  /** The row with an index, if it has been read. */
  row(index: number): Row | undefined {
    return this.cache.row(index);
  }

  has(span: RowSpan): boolean {
    return this.cache.missing(span) === undefined;
  }

  /** The index after the last row that is here. */
  get end(): number {
    return this.cache.end;
  }

  /** The rows have changed. What was read of another generation is forgotten. */
  rowsChanged(generation: number): void {
    this.generation = generation;
    this.cache.setGeneration(generation);
    this.fruitless = undefined;
  }

  /**
   * Reads what is not here of the rows that are needed now, and with them of those that are cheap
   * to read along.
   *
   * @returns whether all that is needed is here
   */
  want(needed: RowSpan, along: RowSpan): boolean {
    if (this.reading) return false;
    const span = this.cache.missing(needed) && this.cache.missing(along);
    if (!span) return true;
    if (!isSameSpan(span, this.fruitless)) void this.read(span);
    return false;
  }

  private async read(span: RowSpan): Promise<void> {
    this.reading = true;
    const { generation } = this;
    const batch = await this.options
      .readRows(generation, span)
      .then(decodeRowBatch, () => undefined);
    this.reading = false;
    const isTaken = batch !== undefined && this.cache.accept(batch);
    if (!isTaken && generation === this.generation) this.fruitless = span;
    this.options.onRead();
  }
}

function isSameSpan(span: RowSpan, other: RowSpan | undefined): boolean {
  return span.start === other?.start && span.count === other.count;
}
