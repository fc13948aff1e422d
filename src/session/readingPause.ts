/** What works off what is read. */
export type Reader = 'inflating' | 'storing' | 'answering' | 'following';

/**
 * Reading must not run ahead of what works it off: while anything falls behind, the socket is not
 * read, and the other end is slowed down by TCP.
 */
export class ReadingPause {
  private readonly behind = new Set<Reader>();
  /** How many wait for what only reading brings. */
  private needed = 0;

  /** @param onChange called with true when reading shall pause, with false when it may go on */
  constructor(private readonly onChange: (paused: boolean) => void) {}

  get isPaused(): boolean {
    return this.behind.size > 0 && this.needed === 0;
  }

  set(reader: Reader, isBehind: boolean): void {
    if (isBehind) this.behind.add(reader);
    else this.behind.delete(reader);
    this.onChange(this.isPaused);
  }

  /**
   * Waits for something that only reading brings. Until then there is no pause: whoever is behind
   * may be behind because it waits for this.
   */
  async readFor<T>(waiting: Promise<T>): Promise<T> {
    this.need(1);
    try {
      return await waiting;
    } finally {
      this.need(-1);
    }
  }

  private need(change: 1 | -1): void {
    const { isPaused } = this;
    this.needed += change;
    if (this.isPaused !== isPaused) this.onChange(this.isPaused);
  }
}
