export interface SummaryPollOptions<T> {
  readonly read: () => Promise<T>;
  readonly onRead: (value: T) => void;
  /** Calls back after the pause between two reads. */
  readonly later: (callback: () => void) => void;
}

/**
 * Pulls a value that changes more often than it can be shown: at once when it is wanted first,
 * then one read at a time with a pause in between, for as long as it is wanted.
 */
export class SummaryPoll<T> {
  private busy = false;
  private wanted = false;

  constructor(private readonly options: SummaryPollOptions<T>) {}

  /** Says that the value has changed. */
  want(): void {
    this.wanted = true;
    if (!this.busy) void this.read();
  }

  private async read(): Promise<void> {
    this.busy = true;
    this.wanted = false;
    // A host that does not answer is told of elsewhere; what was read before stays.
    const value = await this.options.read().catch(() => undefined);
    if (value !== undefined) this.options.onRead(value);
    this.options.later(() => {
      this.busy = false;
      if (this.wanted) void this.read();
    });
  }
}
