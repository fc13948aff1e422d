/** How often something is sent again. */
export interface RepeatOrder {
  /** Milliseconds from one to the next; 0 sends the next when the one before has left. */
  readonly everyMs: number;
  /** How often; `undefined` goes on until it is stopped. */
  readonly times: number | undefined;
  /** Each is sent up to so many milliseconds earlier or later, by chance. */
  readonly jitterMs: number;
}

/** How far a repetition has come. */
export interface RepeatState extends RepeatOrder {
  readonly sent: number;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** Why it ended before it was done, in words; `undefined` while it runs and when it is done. */
  readonly why: string | undefined;
}

/** Longest time between two, in milliseconds: a day. */
export const longestRepeatMs = 24 * 60 * 60 * 1000;
/** Most repetitions that can be asked for; `undefined` has no end. */
export const mostRepeats = 1_000_000_000;
