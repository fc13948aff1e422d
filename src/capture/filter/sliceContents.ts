import { foldAscii } from './asciiCase';
import { ByteSearch, countBytes, standsAt } from './byteSearch';
import type { ByteTools } from './byteTools';
import { RowSet } from './rowSet';
import type { ContentBlock, RowSlice } from './rowSlice';

/** Below one candidate in so many rows, rows are searched one by one and not in blocks. */
const sparse = 8;

/** The bytes of a block, and how often each byte occurs at their beginning. */
interface SearchableBytes {
  readonly bytes: Uint8Array;
  readonly counts: Uint32Array;
}

/**
 * What can be searched in a slice. A derived form (small letters, text, JSON) is made when it is
 * first asked for and kept as long as the slice: a filter may have many terms.
 */
export class SliceContents {
  private readonly searchable = new Map<ContentBlock, SearchableBytes>();
  private readonly folded = new Map<ContentBlock, SearchableBytes>();
  private readonly texts: (string | undefined)[] = [];
  private readonly values: { value: unknown }[] = [];

  constructor(
    private readonly slice: RowSlice,
    private readonly tools: ByteTools,
  ) {}

  /**
   * Finds rows that contain the bytes: all candidates that do, and perhaps others.
   *
   * @param fold look in the block with its ASCII capitals made small
   */
  find(needle: Uint8Array, fold: boolean, candidates: RowSet): RowSet {
    const hits = RowSet.none(this.slice.count);
    const oneByOne = candidates.size * sparse < this.slice.count;
    for (const block of this.slice.contents) {
      const searchable = fold ? this.foldedBytes(block) : this.bytesOf(block);
      if (oneByOne) this.findInRows(block, searchable.bytes, needle, candidates, hits);
      else this.findInBlock(block, searchable, needle, hits);
    }
    return hits;
  }

  /** Finds the candidates whose text is as wanted. */
  findText(wanted: (text: string) => boolean, candidates: RowSet): RowSet {
    return this.findEach(candidates, (block, slot, row) => wanted(this.text(block, slot, row)));
  }

  /** Finds the candidates that are JSON and whose value is as wanted. */
  findJson(wanted: (value: unknown) => boolean, candidates: RowSet): RowSet {
    return this.findEach(candidates, (block, slot, row) => {
      const parsed = (this.values[row] ??= { value: parseJson(this.text(block, slot, row)) });
      return wanted(parsed.value);
    });
  }

  private findEach(
    candidates: RowSet,
    wanted: (block: ContentBlock, slot: number, row: number) => boolean,
  ): RowSet {
    const hits = RowSet.none(this.slice.count);
    for (const block of this.slice.contents) {
      for (let slot = 0; slot < block.rows.length; slot++) {
        const row = block.rows[slot] ?? 0;
        if (candidates.has(row) && wanted(block, slot, row)) hits.add(row);
      }
    }
    return hits;
  }

  /** Looks for the next hit in the whole block, then for the row that it lies in. */
  private findInBlock(
    block: ContentBlock,
    { bytes, counts }: SearchableBytes,
    needle: Uint8Array,
    hits: RowSet,
  ): void {
    const { rows, starts, ends } = block;
    const search = new ByteSearch(this.tools, bytes, needle, counts);
    let slot = 0;
    for (let at = search.next(0); at >= 0; at = search.next(starts[slot] ?? 0)) {
      while (slot < rows.length && (ends[slot] ?? 0) <= at) slot++;
      if (slot === rows.length) return;
      // Between two contents lies no row; the search goes on where the next one begins.
      const offset = at - (starts[slot] ?? 0);
      if (offset < 0) continue;
      if (at + needle.length <= (ends[slot] ?? 0)) hits.add(rows[slot] ?? 0);
      slot++;
      // Messages are often alike: looking at the same place is much cheaper than a search.
      for (; slot < rows.length; slot++) {
        const same = (starts[slot] ?? 0) + offset;
        if (same + needle.length > (ends[slot] ?? 0) || !standsAt(bytes, needle, same)) break;
        hits.add(rows[slot] ?? 0);
      }
      if (slot === rows.length) return;
    }
  }

  private findInRows(
    { rows, starts, ends }: ContentBlock,
    bytes: Uint8Array,
    needle: Uint8Array,
    candidates: RowSet,
    hits: RowSet,
  ): void {
    for (let slot = 0; slot < rows.length; slot++) {
      const row = rows[slot] ?? 0;
      if (!candidates.has(row)) continue;
      const content = bytes.subarray(starts[slot], ends[slot]);
      if (this.tools.indexOf(content, needle, 0) >= 0) hits.add(row);
    }
  }

  private text(block: ContentBlock, slot: number, row: number): string {
    const { bytes, starts, ends } = block;
    return (this.texts[row] ??= this.tools.decode(bytes, starts[slot] ?? 0, ends[slot] ?? 0));
  }

  private bytesOf(block: ContentBlock): SearchableBytes {
    return memo(this.searchable, block, () => block.bytes);
  }

  private foldedBytes(block: ContentBlock): SearchableBytes {
    return memo(this.folded, block, () => foldAscii(block.bytes));
  }
}

function memo(
  known: Map<ContentBlock, SearchableBytes>,
  block: ContentBlock,
  make: () => Uint8Array,
): SearchableBytes {
  const found = known.get(block);
  if (found) return found;
  const bytes = make();
  const made = { bytes, counts: countBytes(bytes) };
  known.set(block, made);
  return made;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
