import type { ContentBlock, RowSlice } from './rowSlice';

/** What the pure core needs done with bytes; Node does it much faster than a loop here could. */
export interface ByteTools {
  /** Position of `needle` in `bytes` from `from` on; -1 if it is not there. */
  readonly indexOf: (bytes: Uint8Array, needle: Uint8Array, from: number) => number;
  /** Bytes `start` to `end - 1` read as UTF-8. */
  readonly decode: (bytes: Uint8Array, start: number, end: number) => string;
  /** A text as UTF-8. */
  readonly encode: (text: string) => Uint8Array;
}

/** Below one candidate in so many rows, rows are searched one by one and not in blocks. */
const sparse = 8;

/**
 * What can be searched in a slice. A derived form (small letters, text, JSON) is made when it is
 * first asked for and kept as long as the slice: a filter may have many terms.
 */
export class SliceContents {
  private readonly folded = new Map<ContentBlock, Uint8Array>();
  private readonly texts: (string | undefined)[] = [];
  private readonly values: { value: unknown }[] = [];

  constructor(
    private readonly slice: RowSlice,
    private readonly tools: ByteTools,
  ) {}

  /**
   * Marks the candidates that contain the bytes.
   *
   * @param fold look in the block with its ASCII capitals made small
   */
  find(needle: Uint8Array, fold: boolean, candidates: Uint8Array): Uint8Array {
    const hits = new Uint8Array(this.slice.count);
    const oneByOne = isSparse(candidates);
    for (const block of this.slice.contents) {
      const bytes = fold ? this.foldedBytes(block) : block.bytes;
      if (oneByOne) this.findInRows(block, bytes, needle, candidates, hits);
      else this.findInBlock(block, bytes, needle, hits);
    }
    return hits;
  }

  /** Marks the candidates whose text is as wanted. */
  findText(wanted: (text: string) => boolean, candidates: Uint8Array): Uint8Array {
    return this.findEach(candidates, (block, slot, row) => wanted(this.text(block, slot, row)));
  }

  /** Marks the candidates that are JSON and whose value is as wanted. */
  findJson(wanted: (value: unknown) => boolean, candidates: Uint8Array): Uint8Array {
    return this.findEach(candidates, (block, slot, row) => {
      const parsed = (this.values[row] ??= { value: parseJson(this.text(block, slot, row)) });
      return wanted(parsed.value);
    });
  }

  private findEach(
    candidates: Uint8Array,
    wanted: (block: ContentBlock, slot: number, row: number) => boolean,
  ): Uint8Array {
    const hits = new Uint8Array(this.slice.count);
    for (const block of this.slice.contents) {
      for (let slot = 0; slot < block.rows.length; slot++) {
        const row = block.rows[slot] ?? 0;
        if (candidates[row] === 1 && wanted(block, slot, row)) hits[row] = 1;
      }
    }
    return hits;
  }

  /** Looks for the next hit in the whole block, then for the row that it lies in. */
  private findInBlock(
    block: ContentBlock,
    bytes: Uint8Array,
    needle: Uint8Array,
    hits: Uint8Array,
  ): void {
    let at = this.tools.indexOf(bytes, needle, 0);
    if (at < 0) return;
    const { rows, starts, ends } = block;
    let slot = 0;
    for (; at >= 0; at = this.tools.indexOf(bytes, needle, starts[slot] ?? 0)) {
      while (slot < rows.length && (ends[slot] ?? 0) <= at) slot++;
      if (slot === rows.length) return;
      // Between two contents lies no row; the search goes on where the next one begins.
      const offset = at - (starts[slot] ?? 0);
      if (offset < 0) continue;
      if (at + needle.length <= (ends[slot] ?? 0)) hits[rows[slot] ?? 0] = 1;
      slot++;
      // Messages are often alike: looking at the same place is much cheaper than a search.
      while (slot < rows.length && standsAt(bytes, needle, starts, ends, slot, offset)) {
        hits[rows[slot] ?? 0] = 1;
        slot++;
      }
      if (slot === rows.length) return;
    }
  }

  private findInRows(
    { rows, starts, ends }: ContentBlock,
    bytes: Uint8Array,
    needle: Uint8Array,
    candidates: Uint8Array,
    hits: Uint8Array,
  ): void {
    for (let slot = 0; slot < rows.length; slot++) {
      const row = rows[slot] ?? 0;
      if (candidates[row] !== 1) continue;
      const content = bytes.subarray(starts[slot], ends[slot]);
      if (this.tools.indexOf(content, needle, 0) >= 0) hits[row] = 1;
    }
  }

  private text(block: ContentBlock, slot: number, row: number): string {
    const { bytes, starts, ends } = block;
    return (this.texts[row] ??= this.tools.decode(bytes, starts[slot] ?? 0, ends[slot] ?? 0));
  }

  private foldedBytes(block: ContentBlock): Uint8Array {
    const known = this.folded.get(block);
    if (known) return known;
    const bytes = foldAscii(block.bytes);
    this.folded.set(block, bytes);
    return bytes;
  }
}

/** A copy with the letters A to Z made small. */
export function foldAscii(bytes: Uint8Array): Uint8Array {
  const folded = new Uint8Array(bytes);
  for (let at = 0; at < folded.length; at++) {
    const byte = folded[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) folded[at] = byte | 0x20;
  }
  return folded;
}

function isSparse(candidates: Uint8Array): boolean {
  const enough = candidates.length / sparse;
  let count = 0;
  for (let row = 0; row < candidates.length; row++) {
    count += candidates[row] ?? 0;
    if (count >= enough) return false;
  }
  return true;
}

/** Whether a content has the needle at a given offset. */
function standsAt(
  bytes: Uint8Array,
  needle: Uint8Array,
  starts: Uint32Array,
  ends: Uint32Array,
  slot: number,
  offset: number,
): boolean {
  const start = (starts[slot] ?? 0) + offset;
  if (start + needle.length > (ends[slot] ?? 0)) return false;
  for (let at = 0; at < needle.length; at++) {
    if (bytes[start + at] !== needle[at]) return false;
  }
  return true;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
