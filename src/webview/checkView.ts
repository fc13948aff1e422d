import type { CheckResult, Verdict } from '../protocol/checkerProtocol';

/** Which results are listed. */
export type VerdictFilter = Verdict | 'all';

const filters: readonly VerdictFilter[] = ['all', 'fail', 'unclear', 'pass'];

/** What VS Code keeps for the panel of a check while it is hidden. */
export interface CheckView {
  readonly version: 1;
  readonly filter: VerdictFilter;
  /** Chapters, by their titles, and checks, by their ids, that the user has opened. */
  readonly opened: readonly string[];
}

const firstCheckView: CheckView = { version: 1, filter: 'all', opened: [] };

/** Reads what was kept; what is of another version or shape gives way to the first view. */
export function readCheckView(kept: unknown): CheckView {
  if (typeof kept !== 'object' || kept === null) return firstCheckView;
  const { version, filter, opened } = kept as Record<string, unknown>;
  if (version !== firstCheckView.version) return firstCheckView;
  return {
    version,
    filter: filters.find((one) => one === filter) ?? 'all',
    opened: Array.isArray(opened) ? opened.filter((one) => typeof one === 'string') : [],
  };
}

/** How many results came to each verdict, and all together. */
export function countResults(results: readonly CheckResult[]): Record<VerdictFilter, number> {
  const counts = { all: results.length, fail: 0, unclear: 0, pass: 0 };
  for (const { verdict } of results) counts[verdict]++;
  return counts;
}

export interface ShownChapter {
  readonly title: string;
  /** All results of the chapter that are there. */
  readonly results: readonly CheckResult[];
  /** Those that are listed. */
  readonly shown: readonly CheckResult[];
}

/** Chapters that have something to list, and their results, both in the order of a report. */
export function shownChapters(
  results: readonly CheckResult[],
  filter: VerdictFilter,
): readonly ShownChapter[] {
  const chapters = new Map<string, CheckResult[]>();
  for (const result of results.toSorted((one, other) => one.order - other.order)) {
    chapters.set(result.chapter, [...(chapters.get(result.chapter) ?? []), result]);
  }
  return Array.from(chapters, ([title, some]) => ({
    title,
    results: some,
    shown: some.filter(({ verdict }) => filter === 'all' || verdict === filter),
  })).filter(({ shown }) => shown.length > 0);
}
