/** Rows in a page; a page is a bit for each of them. */
const pageRows = 16_384;
const pageWords = pageRows / 32;
const noPage = new Uint32Array(0);

/**
 * Row numbers that match, as one bit a row: five megabytes for forty million rows, however many of
 * them match. Matches are counted by page, so that the match with a given index is found by a
 * binary search over pages and a walk over the words of one.
 */
export class MatchSet {
  /** `undefined` where nothing matches. */
  private readonly pages: (Uint32Array | undefined)[] = [];
  /** How many matches lie before each page. */
  private readonly before: number[] = [];
  private total = 0;

  /** How many rows there are. */
  get count(): number {
    return this.total;
  }

  /** Adds a row, which must be greater than all that are here. */
  add(row: number): void {
    const number = Math.floor(row / pageRows);
    while (this.pages.length <= number) {
      this.pages.push(undefined);
      this.before.push(this.total);
    }
    const page = (this.pages[number] ??= new Uint32Array(pageWords));
    const bit = row % pageRows;
    page[bit >>> 5] = (page[bit >>> 5] ?? 0) | (1 << (bit & 31));
    this.total++;
  }

  /** The row with an index among all; `undefined` beyond the last. */
  rowAt(index: number): number | undefined {
    if (index < 0 || index >= this.total) return undefined;
    const number = this.pageWith(index);
    const page = this.pages[number] ?? noPage;
    let skip = index - (this.before[number] ?? 0);
    for (let at = 0; at < page.length; at++) {
      const word = page[at] ?? 0;
      const here = bitCount(word);
      if (skip < here) return number * pageRows + at * 32 + bitAt(word, skip);
      skip -= here;
    }
    return undefined;
  }

  /** How many rows before this one match: the index of the row itself, if it matches. */
  countBefore(row: number): number {
    const number = Math.floor(row / pageRows);
    if (number >= this.pages.length) return this.total;
    let count = this.before[number] ?? 0;
    const page = this.pages[number];
    if (!page) return count;
    const bit = row % pageRows;
    for (let at = 0; at < bit >>> 5; at++) count += bitCount(page[at] ?? 0);
    return count + bitCount((page[bit >>> 5] ?? 0) & ((1 << (bit & 31)) - 1));
  }

  /** The last page with at most `index` matches before it; it holds the match. */
  private pageWith(index: number): number {
    let low = 0;
    let high = this.pages.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if ((this.before[middle] ?? Infinity) <= index) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** How many bits of a uint32 are set. */
function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/** Position of the set bit that `skip` set bits lie below. */
function bitAt(word: number, skip: number): number {
  let left = word;
  for (let count = 0; count < skip; count++) left &= left - 1;
  return 31 - Math.clz32(left & -left);
}
