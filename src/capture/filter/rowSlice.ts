import { bytesPerRow, float64PerRow, rowField, uint32PerRow } from '../rowRecord';

/** Most rows in a slice, so that a row's place in it fits a uint16. */
export const mostSliceRows = 16_384;
/** Bytes of one payload or message that are searched, from its beginning. */
export const longestContent = 64 * 1024 * 1024;

/**
 * Rows as a filter reads them: their records as they stand in the index, and what can be searched
 * of them in few large blocks, so that a literal is looked for in a block and not row after row.
 */
export interface RowSlice {
  /** At most {@link mostSliceRows}. */
  readonly count: number;
  readonly records: Records;
  /** Empty for a filter that reads none. A row stands in one block at most. */
  readonly contents: readonly ContentBlock[];
}

/**
 * Bytes with the contents of rows in them, in ascending order; what lies between two contents,
 * frame headers for instance, belongs to no row. The content of a frame is its payload data,
 * unmasked; that of a frame which completes a message of several frames, or a compressed one, is
 * the whole message, inflated; that of a status its text.
 */
export interface ContentBlock {
  readonly bytes: Uint8Array;
  /** Places of the rows in the slice, ascending. */
  readonly rows: Uint16Array;
  /** Where the content of each of these rows begins and ends in `bytes`. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** What a record says; `payloadLength` and `position` are bytes, `bits` are those of `rowBits`. */
export type RecordFields = Readonly<Record<keyof typeof rowField, number>>;

/** Records of rows, one after another in one buffer. */
export class Records {
  readonly float64: Float64Array;
  readonly uint32: Uint32Array;

  constructor(readonly buffer: ArrayBuffer) {
    this.float64 = new Float64Array(buffer);
    this.uint32 = new Uint32Array(buffer);
  }

  /** A copy of the first ones. */
  first(count: number): Records {
    return new Records(this.buffer.slice(0, count * bytesPerRow));
  }

  set(place: number, fields: RecordFields): void {
    this.float64[place * float64PerRow + rowField.timeUs] = fields.timeUs;
    this.float64[place * float64PerRow + rowField.position] = fields.position;
    this.float64[place * float64PerRow + rowField.payloadLength] = fields.payloadLength;
    this.uint32[place * uint32PerRow + rowField.maskingKey] = fields.maskingKey;
    this.uint32[place * uint32PerRow + rowField.findings] = fields.findings;
    this.uint32[place * uint32PerRow + rowField.bits] = fields.bits;
    this.uint32[place * uint32PerRow + rowField.messageDistance] = fields.messageDistance;
  }

  /** Microseconds since the capture's start. */
  timeUs(place: number): number {
    return this.float64[place * float64PerRow + rowField.timeUs] ?? 0;
  }

  /** First byte of the frame in its direction's stream. */
  position(place: number): number {
    return this.float64[place * float64PerRow + rowField.position] ?? 0;
  }

  /** As declared in the header, in bytes. */
  payloadLength(place: number): number {
    return this.float64[place * float64PerRow + rowField.payloadLength] ?? 0;
  }

  maskingKey(place: number): number {
    return this.uint32[place * uint32PerRow + rowField.maskingKey] ?? 0;
  }

  /** Bits for `findingsOf`. */
  findings(place: number): number {
    return this.uint32[place * uint32PerRow + rowField.findings] ?? 0;
  }

  /** See `rowBits`. */
  bits(place: number): number {
    return this.uint32[place * uint32PerRow + rowField.bits] ?? 0;
  }

  /** How many rows before this one its message began. */
  messageDistance(place: number): number {
    return this.uint32[place * uint32PerRow + rowField.messageDistance] ?? 0;
  }
}
