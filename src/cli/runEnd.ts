import type { InspectedConnection } from '../inspector/inspectedConnection';

/** Milliseconds that the other end has, after the time limit, to answer the close frame. */
export const closingGraceMs = 1_000;

/** Ends the connection when the user, the time limit or a reader that went away wants it. */
export class RunEnd {
  /** The time limit was reached. */
  timedOut = false;
  private asked = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param timeout seconds until the end, at most what a timer takes; `undefined` for no limit */
  constructor(
    private readonly connection: Pick<
      InspectedConnection,
      'snapshot' | 'cancel' | 'close' | 'terminate'
    >,
    timeout: number | undefined,
  ) {
    if (timeout === undefined) return;
    this.timer = setTimeout(() => this.timeOut(), timeout * 1_000);
  }

  /** Closes with code 1000; asked again, cuts the connection. */
  ask(): void {
    const { state } = this.connection.snapshot();
    if (this.asked) this.connection.terminate();
    else if (state === 'connecting') this.connection.cancel();
    else if (state === 'open') this.connection.close(1000, '');
    this.asked = true;
  }

  /** The connection has ended. */
  dispose(): void {
    clearTimeout(this.timer);
  }

  private timeOut(): void {
    this.timedOut = true;
    this.ask();
    this.timer = setTimeout(() => this.ask(), closingGraceMs);
  }
}
