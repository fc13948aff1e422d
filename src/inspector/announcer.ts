/** Milliseconds between two notices: an animation frame of the panel. */
export const announceIntervalMs = 16;

/**
 * Thins out a stream of changes: the first is announced at once, those that follow within the
 * interval together at its end. The last change is always announced, so nothing stays unsaid.
 */
export class Announcer {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private unsaid = false;
  private disposed = false;

  constructor(
    private readonly announce: () => void,
    private readonly intervalMs = announceIntervalMs,
  ) {}

  /** Something has changed. Cheap enough to be called for every chunk from the wire. */
  changed(): void {
    if (this.disposed) return;
    if (this.timer) this.unsaid = true;
    else this.announceNow();
  }

  /** Something that somebody waits for has changed. */
  announceNow(): void {
    if (this.disposed) return;
    clearTimeout(this.timer);
    this.unsaid = false;
    // The interval begins before the announcement, which may itself bring about a change.
    this.timer = setTimeout(() => this.endInterval(), this.intervalMs);
    this.announce();
  }

  /** Announces nothing any more. */
  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private endInterval(): void {
    this.timer = undefined;
    if (this.unsaid) this.announceNow();
  }
}
