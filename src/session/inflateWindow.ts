/**
 * The end of what was inflated so far, to which the next message may refer back (RFC 7692 §7.2.2).
 * With it as its dictionary, any message can be inflated by itself.
 */
export class InflateWindow {
  private readonly size: number;
  /** Twice the size, so that it has to be moved only once in a while. */
  private readonly bytes: Uint8Array;
  private end = 0;

  /** @param bits the window has 2^bits bytes */
  constructor(bits: number) {
    this.size = 2 ** bits;
    this.bytes = new Uint8Array(2 * this.size);
  }

  /** The newest bytes, by reference, until more is added. */
  get dictionary(): Uint8Array {
    return this.bytes.subarray(Math.max(0, this.end - this.size), this.end);
  }

  add(output: Uint8Array): void {
    const newest = output.subarray(Math.max(0, output.length - this.size));
    if (this.end + newest.length > this.bytes.length) {
      const kept = Math.min(this.end, this.size - newest.length);
      this.bytes.copyWithin(0, this.end - kept, this.end);
      this.end = kept;
    }
    this.bytes.set(newest, this.end);
    this.end += newest.length;
  }

  clear(): void {
    this.end = 0;
  }
}
