import { ChunkLog } from './chunkLog';
import { pageRecords, RecordPages } from './recordPages';

/** A compressed message after inflating (RFC 7692 §7.2.2). */
export interface InflatedMessage {
  /** The message, or its beginning if inflating stopped early. */
  readonly bytes: Uint8Array;
  /** Bytes of the whole message; `undefined` if unknown. */
  readonly length: number | undefined;
  /** Why the message is not whole, in words; `undefined` if it is. */
  readonly problem: string | undefined;
}

/** The same without its bytes, which are read in parts. */
export interface InflatedFacts extends Omit<InflatedMessage, 'bytes'> {
  /** Bytes that are kept. */
  readonly kept: number;
}

/** Bytes of index that a message takes: three float64 and two uint32. */
export const bytesPerMessage = 32;
const float64Record = 4;
const uint32Record = 8;
const field = { firstRow: 0, position: 1, length: 2, kept: 6, problemLength: 7 } as const;

/**
 * Inflated messages of one direction, by the row in which they begin; they come in that order.
 * They are kept since inflating one again may need every message before it: the compression window
 * is shared (RFC 7692 §7.1.1). After the bytes of a message stands its problem, if it has one.
 */
export class InflatedStore {
  readonly log = new ChunkLog();
  readonly index = new RecordPages(bytesPerMessage);

  /** Bytes of memory that the messages take. */
  get memoryUsed(): number {
    return this.log.memoryUsed + this.index.memoryUsed;
  }

  /** @param firstRow greater than that of any message before */
  append(firstRow: number, { bytes, length, problem }: InflatedMessage): void {
    const record = this.index.total;
    const position = this.log.end;
    const problemBytes = problem === undefined ? undefined : new TextEncoder().encode(problem);
    this.log.append(bytes);
    if (problemBytes) this.log.append(problemBytes);
    const { float64, uint32 } = this.index.append();
    const atFloat64 = (record % pageRecords) * float64Record;
    const atUint32 = (record % pageRecords) * uint32Record;
    float64[atFloat64 + field.firstRow] = firstRow;
    float64[atFloat64 + field.position] = position;
    float64[atFloat64 + field.length] = length ?? -1;
    uint32[atUint32 + field.kept] = bytes.length;
    uint32[atUint32 + field.problemLength] = problemBytes?.length ?? 0;
  }

  /** What is known of the message that begins in `firstRow`; `undefined` if there is none. */
  get(firstRow: number): InflatedFacts | undefined {
    const record = this.find(firstRow);
    if (record === undefined) return undefined;
    const kept = this.uint32(record, field.kept);
    const length = this.float64(record, field.length);
    const problemLength = this.uint32(record, field.problemLength);
    const problem = this.log.read(this.float64(record, field.position) + kept, problemLength);
    return {
      kept,
      length: length < 0 ? undefined : length,
      problem: problemLength === 0 ? undefined : new TextDecoder().decode(problem),
    };
  }

  /** Bytes of the message with this number, counted from 0; those kept if more are not known. */
  lengthOf(record: number): number {
    const length = this.float64(record, field.length);
    return length < 0 ? this.uint32(record, field.kept) : length;
  }

  /** Where what is kept of a message lies, in bytes; `undefined` if there is no such message. */
  placeOf(firstRow: number): { position: number; kept: number } | undefined {
    const record = this.find(firstRow);
    if (record === undefined) return undefined;
    return {
      position: this.float64(record, field.position),
      kept: this.uint32(record, field.kept),
    };
  }

  /** Copies up to `length` bytes from `offset` of the message that begins in `firstRow`. */
  read(firstRow: number, offset: number, length: number): Uint8Array<ArrayBuffer> {
    const record = this.find(firstRow);
    if (record === undefined) return new Uint8Array(0);
    const rest = Math.max(0, this.uint32(record, field.kept) - offset);
    return this.log.read(this.float64(record, field.position) + offset, Math.min(length, rest));
  }

  /** Lets the messages go that begin before `row`. */
  dropBefore(row: number): void {
    const { index, log } = this;
    while (index.first < index.total && this.float64(index.first, field.firstRow) < row) {
      log.dropBefore(this.endOf(index.first));
      index.dropBefore(index.first + 1);
    }
  }

  /** The row in which a record's message begins. */
  firstRowOf(record: number): number {
    return this.float64(record, field.firstRow);
  }

  /** Position after the bytes of a record's message. */
  endOf(record: number): number {
    return (
      this.float64(record, field.position) +
      this.uint32(record, field.kept) +
      this.uint32(record, field.problemLength)
    );
  }

  /** Binary search, since messages come in the order of their rows. */
  private find(firstRow: number): number | undefined {
    let low = this.index.first;
    let high = this.index.total;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.float64(middle, field.firstRow) < firstRow) low = middle + 1;
      else high = middle;
    }
    return this.float64(low, field.firstRow) === firstRow && low < this.index.total
      ? low
      : undefined;
  }

  private float64(record: number, name: number): number {
    const page = this.index.page(record);
    return page?.float64[(record % pageRecords) * float64Record + name] ?? 0;
  }

  private uint32(record: number, name: number): number {
    const page = this.index.page(record);
    return page?.uint32[(record % pageRecords) * uint32Record + name] ?? 0;
  }
}
