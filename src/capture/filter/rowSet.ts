/**
 * Rows of a slice, by their places in it, as one bit each: what is done with all rows is done with
 * 32 of them at a time.
 */
export class RowSet {
  private constructor(readonly words: Uint32Array) {}

  /** @param count rows that the slice has */
  static none(count: number): RowSet {
    return new RowSet(new Uint32Array(Math.ceil(count / 32)));
  }

  static all(count: number): RowSet {
    const set = RowSet.none(count);
    set.words.fill(0xffff_ffff);
    if (count % 32 !== 0) set.words[set.words.length - 1] = 2 ** (count % 32) - 1;
    return set;
  }

  /** How many rows are in it. */
  get size(): number {
    return this.words.reduce((sum, word) => sum + bitCount(word), 0);
  }

  has(place: number): boolean {
    return (((this.words[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1;
  }

  add(place: number): void {
    this.words[place >>> 5] = (this.words[place >>> 5] ?? 0) | (1 << (place & 31));
  }

  delete(place: number): void {
    this.words[place >>> 5] = (this.words[place >>> 5] ?? 0) & ~(1 << (place & 31));
  }

  copy(): RowSet {
    return new RowSet(this.words.slice());
  }

  /** Leaves the rows that are in another set as well. */
  intersect({ words }: RowSet): void {
    for (let at = 0; at < words.length; at++)
      this.words[at] = (this.words[at] ?? 0) & (words[at] ?? 0);
  }

  /** Takes all rows of another set out. */
  subtract({ words }: RowSet): void {
    for (let at = 0; at < words.length; at++)
      this.words[at] = (this.words[at] ?? 0) & ~(words[at] ?? 0);
  }

  /** Calls back with each place, in rising order. */
  forEach(each: (place: number) => void): void {
    for (let at = 0; at < this.words.length; at++) {
      for (let word = this.words[at] ?? 0; word !== 0; word &= word - 1) {
        each(at * 32 + lowestBit(word));
      }
    }
  }
}

/** How many bits of a uint32 are set. */
export function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/** Position of the lowest bit that is set, of which there must be one. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
