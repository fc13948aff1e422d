/** Most rows in a slice, so that a row's place in it fits a uint16. */
export const mostSliceRows = 16_384;

/** Bytes of a row's record. */
export const recordBytes = 40;

/** Where the fields of a record stand: float64 and uint32 values counted from its beginning. */
const float64Row = 5;
const uint32Row = 10;
const field = {
  timeUs: 0,
  position: 1,
  payloadLength: 2,
  maskingKey: 6,
  findings: 7,
  bits: 8,
  messageDistance: 9,
} as const;

/**
 * Rows as a filter reads them: their records as they stand in the index, and what can be searched
 * of them in few large blocks, so that a literal is looked for in a block and not row after row.
 */
export interface RowSlice {
  readonly firstRow: number;
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
export type RecordFields = Readonly<Record<keyof typeof field, number>>;

/** Records of rows, one after another in one buffer. */
export class Records {
  readonly float64: Float64Array;
  readonly uint32: Uint32Array;

  constructor(readonly buffer: ArrayBuffer) {
    this.float64 = new Float64Array(buffer);
    this.uint32 = new Uint32Array(buffer);
  }

  set(place: number, fields: RecordFields): void {
    this.float64[place * float64Row + field.timeUs] = fields.timeUs;
    this.float64[place * float64Row + field.position] = fields.position;
    this.float64[place * float64Row + field.payloadLength] = fields.payloadLength;
    this.uint32[place * uint32Row + field.maskingKey] = fields.maskingKey;
    this.uint32[place * uint32Row + field.findings] = fields.findings;
    this.uint32[place * uint32Row + field.bits] = fields.bits;
    this.uint32[place * uint32Row + field.messageDistance] = fields.messageDistance;
  }

  /** Microseconds since the capture's start. */
  timeUs(place: number): number {
    return this.float64[place * float64Row + field.timeUs] ?? 0;
  }

  /** First byte of the frame in its direction's stream. */
  position(place: number): number {
    return this.float64[place * float64Row + field.position] ?? 0;
  }

  /** As declared in the header, in bytes. */
  payloadLength(place: number): number {
    return this.float64[place * float64Row + field.payloadLength] ?? 0;
  }

  maskingKey(place: number): number {
    return this.uint32[place * uint32Row + field.maskingKey] ?? 0;
  }

  /** Bits for `findingsOf`. */
  findings(place: number): number {
    return this.uint32[place * uint32Row + field.findings] ?? 0;
  }

  /** See `rowBits`. */
  bits(place: number): number {
    return this.uint32[place * uint32Row + field.bits] ?? 0;
  }

  /** How many rows before this one its message began. */
  messageDistance(place: number): number {
    return this.uint32[place * uint32Row + field.messageDistance] ?? 0;
  }
}
