/** What a benchmark found, by the keys that `docs/performance.md` explains. */
export type Figures = Readonly<Record<string, number>>;

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** The value below which a share of all values lies, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/**
 * Prints the one line that a benchmark has on standard output. What it says on the way goes to
 * standard error.
 */
export function printFigures(bench: string, figures: Figures): void {
  const rounded = Object.entries(figures).map(([key, value]) => [
    key,
    Number(value.toPrecision(4)),
  ]);
  console.log(JSON.stringify({ bench, figures: Object.fromEntries(rounded) }));
}
