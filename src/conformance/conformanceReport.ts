import type { Check } from './check';
import type { Outcome, Verdict } from './outcome';
import type { ServerFacts } from './serverFacts';
import type { Step } from './transcript';

/** What one check came to, and what both sides did. */
export interface CheckResult extends Omit<Check, 'play'>, Outcome {
  readonly chapter: string;
  readonly steps: readonly Step[];
  /** Steps that are not among them, since there were too many. */
  readonly stepsOmitted: number;
  /** Milliseconds that it took. */
  readonly ms: number;
}

/** What a run of the kit came to. */
export interface ConformanceReport {
  /** The address of the server, secrets masked. */
  readonly url: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedMs: number;
  readonly durationMs: number;
  readonly facts: ServerFacts;
  /** In the order of the table of checks. */
  readonly results: readonly CheckResult[];
  /** How many checks were asked for; a run that was stopped has fewer results. */
  readonly asked: number;
}

/** How many checks of a report came to each verdict. */
export function countVerdicts(results: readonly CheckResult[]): Record<Verdict, number> {
  const counts = { pass: 0, fail: 0, unclear: 0 };
  for (const { verdict } of results) counts[verdict]++;
  return counts;
}

/** Results by the titles of their chapters, both in their order. */
export function byChapter(results: readonly CheckResult[]): Map<string, CheckResult[]> {
  const chapters = new Map<string, CheckResult[]>();
  for (const result of results) {
    chapters.set(result.chapter, [...(chapters.get(result.chapter) ?? []), result]);
  }
  return chapters;
}
