/** Milliseconds between two costly draws: nobody reads what stands there for less. */
export const paceMs = 100;

/** Lines that may be painted anew in every frame; more are a costly draw. */
export const lightLines = 12;

/**
 * Keeps costly draws apart, so that a flood or a drag leaves the page, and the machine, time for
 * everything else. The first after a rest is never kept waiting.
 */
export class DrawPace {
  private drawnAt = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param draw asks for a draw; called when one that had to wait is due
   * @param now milliseconds of a clock that never goes back
   */
  constructor(
    private readonly draw: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get isDue(): boolean {
    return this.now() - this.drawnAt >= paceMs;
  }

  drawn(): void {
    this.drawnAt = this.now();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Asks for a draw once it is due. */
  drawWhenDue(): void {
    const waitMs = this.drawnAt + paceMs - this.now();
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined;
        this.draw();
      },
      Math.max(0, waitMs),
    );
  }
}
