import { shownText } from './shownText';

/**
 * What a check came to. `unclear` is neither praise nor blame: the server could not be asked, or
 * did what the RFCs leave open.
 */
export type Verdict = 'pass' | 'fail' | 'unclear';

export interface Outcome {
  readonly verdict: Verdict;
  /** A sentence that says what was seen, fit to be shown. */
  readonly reason: string;
}

export function pass(reason: string): Outcome {
  return { verdict: 'pass', reason: shownText(reason) };
}

export function fail(reason: string): Outcome {
  return { verdict: 'fail', reason: shownText(reason) };
}

export function unclear(reason: string): Outcome {
  return { verdict: 'unclear', reason: shownText(reason) };
}

/** Thrown where a play ends before its last line. */
export class PlayEnds extends Error {
  constructor(readonly outcome: Outcome) {
    super(outcome.reason);
  }
}
