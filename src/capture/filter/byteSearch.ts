import type { ByteTools } from './byteTools';

/** Bytes that are counted to know which ones are rare. */
const sampleBytes = 1024;

/**
 * Most bytes of the part that is looked for. Up to here Node goes from one occurrence of the first
 * byte to the next, many bytes at a time; longer needles it compares byte by byte.
 */
const longestPart = 7;
/** Fewest bytes of that part: a single byte that is not so rare after all would stop too often. */
const shortestPart = 3;

/** How often each byte occurs at the beginning of some bytes. */
export function countBytes(bytes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  const length = Math.min(bytes.length, sampleBytes);
  for (let at = 0; at < length; at++) {
    const byte = bytes[at] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  return counts;
}

/**
 * Looks for a needle by the part of it that begins with its rarest byte. Messages are alike: a
 * search for `"type":"halt"` that goes from quote to quote would stop at every key, while hardly a
 * byte has to be looked at on the way to an `h`.
 */
export class ByteSearch {
  /** Where in the needle the part begins. */
  private readonly offset: number;
  private readonly part: Uint8Array;

  /**
   * @param needle at least one byte
   * @param counts of the bytes, by `countBytes`
   */
  constructor(
    private readonly tools: ByteTools,
    private readonly bytes: Uint8Array,
    private readonly needle: Uint8Array,
    counts: Uint32Array,
  ) {
    this.offset = rarestStart(needle, counts);
    this.part = needle.subarray(this.offset, this.offset + longestPart);
  }

  /** Position of the needle from `from` on; -1 if it is not there. */
  next(from: number): number {
    const { tools, bytes, needle, offset, part } = this;
    let at = tools.indexOf(bytes, part, from + offset);
    while (at >= 0 && !standsAt(bytes, needle, at - offset)) {
      at = tools.indexOf(bytes, part, at + 1);
    }
    return at < 0 ? -1 : at - offset;
  }
}

/** Whether the needle stands at a position of the bytes. */
export function standsAt(bytes: Uint8Array, needle: Uint8Array, position: number): boolean {
  for (let at = 0; at < needle.length; at++) {
    if (bytes[position + at] !== needle[at]) return false;
  }
  return true;
}

function rarestStart(needle: Uint8Array, counts: Uint32Array): number {
  const count = (at: number) => counts[needle[at] ?? 0] ?? 0;
  let rarest = 0;
  for (let at = 1; at <= needle.length - shortestPart; at++) {
    if (count(at) < count(rarest)) rarest = at;
  }
  return rarest;
}
