/** Classes of a histogram: 0, then one for each power of two up to the largest length of a frame. */
export const powerClasses = 65;

/** The class of a number that is not negative: 0 below 1, `k` from 2^(k-1) to below 2^k. */
export function classOf(value: number): number {
  if (value < 2 ** 32) return 32 - Math.clz32(value);
  return 64 - Math.clz32(Math.min(value / 2 ** 32, 0xffff_ffff));
}

/** Counts numbers by powers of two: a fixed size, whatever comes. */
export class PowerHistogram {
  readonly counts = new Float64Array(powerClasses);
  private total = 0;
  private least = Infinity;
  private greatest = -Infinity;

  add(value: number): void {
    const at = classOf(value);
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    this.total++;
    if (value < this.least) this.least = value;
    if (value > this.greatest) this.greatest = value;
  }

  /** The smallest number added, exactly; `undefined` without any. */
  get min(): number | undefined {
    return this.total === 0 ? undefined : this.least;
  }

  /** The largest number added, exactly; `undefined` without any. */
  get max(): number | undefined {
    return this.total === 0 ? undefined : this.greatest;
  }

  /**
   * Estimates the number below which a share of all lie. It is in the right class, and
   * interpolated there as if the numbers of a class lay evenly.
   *
   * @param share 0.5 for the median
   */
  estimate(share: number): number | undefined {
    if (this.total === 0) return undefined;
    const rank = Math.floor(share * (this.total - 1));
    let before = 0;
    let at = 0;
    while (before + (this.counts[at] ?? 0) <= rank) before += this.counts[at++] ?? 0;
    const low = at === 0 ? 0 : 2 ** (at - 1);
    const width = at === 0 ? 1 : low;
    const value = low + (width * (rank - before + 0.5)) / (this.counts[at] ?? 1);
    return Math.min(Math.max(value, this.least), this.greatest);
  }
}
