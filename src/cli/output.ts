import type { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Standard output, as slow as whoever reads it. The reader may go away, as `head` does; from then
 * on, text goes nowhere.
 */
export class Output {
  private isGone = false;

  /** @param onGone called once when nobody reads any more */
  constructor(
    private readonly stream: Writable,
    onGone: () => void,
  ) {
    stream.on('error', () => {
      if (this.isGone) return;
      this.isGone = true;
      onGone();
    });
  }

  /** Nobody reads any more. */
  get gone(): boolean {
    return this.isGone;
  }

  /** Resolves when the text has left. Never rejects. */
  async write(text: string): Promise<void> {
    if (!this.isGone && text !== '') {
      await new Promise<void>((resolve) => {
        this.stream.write(text, () => resolve());
      });
    }
    // A stream that takes everything at once must not keep sockets and timers from their turn.
    await nextTurn();
  }
}
