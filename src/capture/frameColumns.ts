import { pageRecords, RecordPages } from './recordPages';
import { bytesPerRow, float64PerRow, rowField, uint32PerRow } from './rowRecord';

/** Rows in a page of the index. */
export const pageRows = pageRecords;
/**
 * The index of a capture: a record of 40 bytes a row, append-only. A row is never changed after it
 * was appended, so that it can be written to a file and forgotten.
 *
 * The fields of a row stand together, not each in a column of its own: the index file is then
 * written by appending alone, its length says how many rows are whole, and a row touches one cache
 * line instead of seven.
 */
export class FrameColumns {
  readonly records = new RecordPages(bytesPerRow);
  /** Received payload bytes of the few frames that are shorter than their header says. */
  private readonly received = new Map<number, number>();

  /** How many rows there have been, ever. */
  get total(): number {
    return this.records.total;
  }

  /** The oldest row kept. */
  get first(): number {
    return this.records.first;
  }

  /** Bytes of memory that the rows take. */
  get memoryUsed(): number {
    return this.records.memoryUsed;
  }

  /**
   * Appends a row and gives its number.
   *
   * @param bits see `rowBits`
   * @param messageDistance how many rows before this one its message began
   */
  append(
    timeUs: number,
    bits: number,
    position: number,
    payloadLength: number,
    maskingKey: number,
    findings: number,
    messageDistance: number,
  ): number {
    const row = this.records.total;
    const { float64, uint32 } = this.records.append();
    const atFloat64 = (row % pageRows) * float64PerRow;
    const atUint32 = (row % pageRows) * uint32PerRow;
    float64[atFloat64 + rowField.timeUs] = timeUs;
    float64[atFloat64 + rowField.position] = position;
    float64[atFloat64 + rowField.payloadLength] = payloadLength;
    uint32[atUint32 + rowField.maskingKey] = maskingKey;
    uint32[atUint32 + rowField.findings] = findings;
    uint32[atUint32 + rowField.bits] = bits;
    uint32[atUint32 + rowField.messageDistance] = messageDistance;
    return row;
  }

  /** Notes that less of the row's payload came than its header declares. */
  markShort(row: number, payloadReceived: number): void {
    this.received.set(row, payloadReceived);
  }

  timeUs(row: number): number {
    return this.float64(row, rowField.timeUs);
  }

  bits(row: number): number {
    return this.uint32(row, rowField.bits);
  }

  position(row: number): number {
    return this.float64(row, rowField.position);
  }

  payloadLength(row: number): number {
    return this.float64(row, rowField.payloadLength);
  }

  payloadReceived(row: number): number {
    // Nearly always empty, and then not worth a look-up by a number that may be no small integer.
    if (this.received.size === 0) return this.payloadLength(row);
    return this.received.get(row) ?? this.payloadLength(row);
  }

  maskingKey(row: number): number {
    return this.uint32(row, rowField.maskingKey);
  }

  findings(row: number): number {
    return this.uint32(row, rowField.findings);
  }

  /** The row in which the message of this data frame began. */
  messageStart(row: number): number {
    return row - this.uint32(row, rowField.messageDistance);
  }

  /** Lets the rows before `row` go, and each page with its last row. */
  dropBefore(row: number): void {
    if (this.received.size > 0) {
      for (const short of this.received.keys()) if (short < row) this.received.delete(short);
    }
    this.records.dropBefore(row);
  }

  private float64(row: number, name: number): number {
    return this.records.page(row)?.float64[(row % pageRows) * float64PerRow + name] ?? 0;
  }

  private uint32(row: number, name: number): number {
    return this.records.page(row)?.uint32[(row % pageRows) * uint32PerRow + name] ?? 0;
  }
}
