/**
 * Rows as a filter reads them: one column a fact, and what can be searched of them in few large
 * blocks, so that a literal is looked for in a block and not in row after row.
 */
export interface RowSlice {
  readonly firstRow: number;
  /** At most {@link mostSliceRows}. */
  readonly count: number;
  /** See `rowBits`. */
  readonly bits: Uint32Array;
  /** Microseconds since the capture's start. */
  readonly timeUs: Float64Array;
  /** As declared in the header, in bytes. */
  readonly payloadLength: Float64Array;
  /** Bits for `findingsOf`. */
  readonly findings: Uint32Array;
  /** Empty for a filter that reads none. A row stands in one block at most. */
  readonly contents: readonly ContentBlock[];
}

/** Most rows in a slice, so that a row's place in it fits a uint16. */
export const mostSliceRows = 16_384;

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
