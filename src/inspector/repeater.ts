import type { RepeatOrder, RepeatState } from '../protocol/repeat';

export interface RepeaterOptions {
  readonly order: RepeatOrder;
  /** Sends once; resolves when it has left. What it throws ends the repetition. */
  readonly send: () => Promise<void>;
  readonly onChange: () => void;
}

/**
 * Sends something again and again. What is late does not make up for it: the next follows at once,
 * and the ones after that at their distance.
 */
export class Repeater {
  private sent = 0;
  private state: RepeatState['state'] = 'running';
  private why: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** When the next is due, without jitter, on the clock of `performance.now`. */
  private due = performance.now();

  constructor(private readonly options: RepeaterOptions) {
    void this.sendNext();
  }

  get progress(): RepeatState {
    const { order } = this.options;
    return { ...order, sent: this.sent, state: this.state, why: this.why };
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  /** @param why in words for the user */
  stop(why: string): void {
    if (this.isRunning) this.end('stopped', why);
  }

  private async sendNext(): Promise<void> {
    try {
      await this.options.send();
    } catch (error) {
      if (this.isRunning)
        this.end('failed', error instanceof Error ? error.message : String(error));
      return;
    }
    this.sent++;
    if (!this.isRunning) return;
    if (this.sent === this.options.order.times) this.end('done', undefined);
    else this.schedule();
  }

  private schedule(): void {
    const { everyMs, jitterMs } = this.options.order;
    const now = performance.now();
    this.due = Math.max(now, this.due + everyMs);
    const jitter = (Math.random() * 2 - 1) * jitterMs;
    this.timer = setTimeout(() => void this.sendNext(), Math.max(0, this.due + jitter - now));
    this.options.onChange();
  }

  private end(state: RepeatState['state'], why: string | undefined): void {
    clearTimeout(this.timer);
    this.state = state;
    this.why = why;
    this.options.onChange();
  }
}
