/** Reads a file in which part of a capture lies. */
export interface StoredBytes {
  /** Reads up to `length` bytes from `position`; fewer at the file's end, or if it is unreadable. */
  read(position: number, length: number): Uint8Array<ArrayBuffer>;
}

/**
 * An append-only sequence of bytes that is written to a file behind whoever appends. It holds what
 * is not written yet; what is written it may let go and read back.
 */
export interface WriteBehind {
  /** Position after the newest byte. */
  readonly end: number;
  /** Bytes of memory that what is not written yet takes. */
  readonly memoryUsed: number;
  /** Puts a file behind the sequence, which has to be empty, and whose first `end` bytes it holds. */
  attach(file: StoredBytes, end: number): void;
  /** The bytes from position `from` to the end, by reference. */
  unwritten(from: number): Iterable<Uint8Array>;
  /** The bytes before position `to` are in the file. */
  written(to: number): void;
}
