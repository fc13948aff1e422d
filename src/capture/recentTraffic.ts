/** Parts into which the last second is divided. */
const slots = 16;
const slotUs = 1_000_000 / slots;

export interface Traffic {
  readonly frames: number;
  readonly bytes: number;
}

/** The traffic of one direction in the last second, to the sixteenth of a second. */
export class RecentTraffic {
  private readonly frames = new Float64Array(slots);
  private readonly bytes = new Float64Array(slots);
  private newest = -1;

  /** @param timeUs not before that of any frame added earlier, or it may not count */
  add(timeUs: number, bytes: number): void {
    const slot = Math.floor(timeUs / slotUs);
    if (slot > this.newest) this.turnTo(slot);
    if (slot <= this.newest - slots) return;
    const at = slot % slots;
    this.frames[at] = (this.frames[at] ?? 0) + 1;
    this.bytes[at] = (this.bytes[at] ?? 0) + bytes;
  }

  /** What was added in the second that ends with the slot of `nowUs`. */
  until(nowUs: number): Traffic {
    const now = Math.floor(nowUs / slotUs);
    let frames = 0;
    let bytes = 0;
    const from = Math.max(0, now - slots + 1, this.newest - slots + 1);
    for (let slot = from; slot <= Math.min(now, this.newest); slot++) {
      frames += this.frames[slot % slots] ?? 0;
      bytes += this.bytes[slot % slots] ?? 0;
    }
    return { frames, bytes };
  }

  /** Empties the slots that pass. */
  private turnTo(slot: number): void {
    for (let next = Math.max(this.newest, slot - slots) + 1; next <= slot; next++) {
      this.frames[next % slots] = 0;
      this.bytes[next % slots] = 0;
    }
    this.newest = slot;
  }
}
