/** What the pure core needs done with bytes; Node does it much faster than a loop here could. */
export interface ByteTools {
  /** Position of `needle` in `bytes` from `from` on; -1 if it is not there. */
  readonly indexOf: (bytes: Uint8Array, needle: Uint8Array, from: number) => number;
  /** Bytes `start` to `end - 1` read as UTF-8. */
  readonly decode: (bytes: Uint8Array, start: number, end: number) => string;
  /** A text as UTF-8. */
  readonly encode: (text: string) => Uint8Array;
}
