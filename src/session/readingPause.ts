/** What works off what is read. */
export type Reader = 'inflating' | 'storing' | 'answering' | 'following';

/**
 * Reading must not run ahead of what works it off: while anything falls behind, the socket is not
 * read, and the other end is slowed down by TCP.
 */
export class ReadingPause {
  private readonly behind = new Set<Reader>();

  /** @param onChange called with true when reading shall pause, with false when it may go on */
  constructor(private readonly onChange: (paused: boolean) => void) {}

  get isPaused(): boolean {
    return this.behind.size > 0;
  }

  set(reader: Reader, isBehind: boolean): void {
    if (isBehind) this.behind.add(reader);
    else this.behind.delete(reader);
    this.onChange(this.isPaused);
  }
}
