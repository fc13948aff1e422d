/**
 * Says when so much waits that whoever brings more has to pause, and when half of it has been
 * worked off, so that pausing does not flutter.
 */
export class Pressure {
  private high = false;

  /**
   * @param most how much may wait; another number counts from the next `set` on
   * @param onChange hears true when it becomes too much, false when that is over
   */
  constructor(
    public most: number,
    private readonly onChange: (tooMuch: boolean) => void,
  ) {}

  get tooMuch(): boolean {
    return this.high;
  }

  /** Says how much waits now. */
  set(waiting: number): void {
    const limit = this.high ? this.most / 2 : this.most;
    if (waiting > limit === this.high) return;
    this.high = !this.high;
    this.onChange(this.high);
  }
}
