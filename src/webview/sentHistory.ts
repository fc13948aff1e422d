import type { ComposerState } from './composerState';

/** Where the composer stands in what was sent, while the user walks through it. */
export class SentHistory {
  /** Steps back from the newest; 0 is what was being typed. */
  private back = 0;
  private typed: ComposerState | undefined;

  /** The user typed or sent: the next walk begins at the newest again. */
  reset(): void {
    this.back = 0;
    this.typed = undefined;
  }

  /** What to show after a step back (-1) or forth (1); `undefined` if there is nothing there. */
  walk(
    history: readonly ComposerState[],
    current: ComposerState,
    step: -1 | 1,
  ): ComposerState | undefined {
    const back = this.back - step;
    if (back < 0 || back > history.length) return undefined;
    if (this.back === 0) this.typed = current;
    this.back = back;
    return back === 0 ? this.typed : history.at(-back);
  }
}
