import { bitCount, lowestBit } from '../filter/rowSet';

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
  /** How many matches there are in each page. */
  private readonly counts: number[] = [];
  /** How many matches lie before each page; summed up when asked for. */
  private before: number[] | undefined;
  private total = 0;

  /** How many rows there are. */
  get count(): number {
    return this.total;
  }

  /** Adds a row. */
  add(row: number): void {
    this.addWord(row - (row % 32), 1 << (row % 32));
  }

  /**
   * Adds rows that are given as one bit each.
   *
   * @param from the row of the first bit: a multiple of 32
   */
  addAll(words: Uint32Array, from: number): void {
    for (let at = 0; at < words.length; at++) {
      const word = words[at] ?? 0;
      if (word !== 0) this.addWord(from + at * 32, word);
    }
  }

  /** The row with an index among all; `undefined` beyond the last. */
  rowAt(index: number): number | undefined {
    if (index < 0 || index >= this.total) return undefined;
    const before = this.countsBefore();
    const number = pageWith(before, index);
    const page = this.pages[number] ?? noPage;
    let skip = index - (before[number] ?? 0);
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
    let count = this.countsBefore()[number] ?? 0;
    const page = this.pages[number];
    if (!page) return count;
    const bit = row % pageRows;
    for (let at = 0; at < bit >>> 5; at++) count += bitCount(page[at] ?? 0);
    return count + bitCount((page[bit >>> 5] ?? 0) & ((1 << (bit & 31)) - 1));
  }

  private addWord(from: number, word: number): void {
    const number = Math.floor(from / pageRows);
    while (this.pages.length <= number) {
      this.pages.push(undefined);
      this.counts.push(0);
    }
    const page = (this.pages[number] ??= new Uint32Array(pageWords));
    const at = (from % pageRows) / 32;
    const before = page[at] ?? 0;
    const added = bitCount(word & ~before);
    page[at] = before | word;
    this.counts[number] = (this.counts[number] ?? 0) + added;
    this.total += added;
    this.before = undefined;
  }

  private countsBefore(): number[] {
    let sum = 0;
    return (this.before ??= this.counts.map((count) => (sum += count) - count));
  }
}

/** The last page with at most `index` matches before it; it holds the match. */
function pageWith(before: readonly number[], index: number): number {
  let low = 0;
  let high = before.length;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if ((before[middle] ?? Infinity) <= index) low = middle;
    else high = middle;
  }
  return low;
}

/** Position of the set bit that `skip` set bits lie below. */
function bitAt(word: number, skip: number): number {
  let left = word;
  for (let count = 0; count < skip; count++) left &= left - 1;
  return lowestBit(left);
}
