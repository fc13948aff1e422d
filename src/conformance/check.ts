import type { Outcome } from './outcome';
import type { Stage } from './stage';

/** How strongly the RFC words what a check asks for (RFC 2119). */
export type Level = 'MUST' | 'SHOULD';

/** One question to a server. */
export interface Check {
  /** Stable: reports, baselines and `--only` name it. */
  readonly id: string;
  readonly title: string;
  /** Where the rule stands, `RFC 6455 §5.2` for instance. */
  readonly section: string;
  readonly level: Level;
  /** What the RFC wants of the server, as a sentence. */
  readonly wants: string;
  readonly play: Play;
}

/**
 * Asks the question: sends bytes, awaits what comes back, and judges it.
 *
 * @throws PlayEnds where the server cannot be asked, or has said enough
 */
export type Play = (stage: Stage) => Promise<Outcome>;

/** Checks on one subject, in the order in which a report lists them. */
export interface Chapter {
  readonly title: string;
  readonly checks: readonly Check[];
}
