/** Bytes that are allocated at a time, for many reads. */
export const slabSize = 1024 * 1024;
/** Bytes that a read must have room for: what one would get if Node allocated for each by itself. */
const leastRoom = 64 * 1024;

/**
 * Where a socket reads into: one slab, piece after piece, and another when it is full. A read may
 * fill all that is left, so that a flood comes in larger pieces than Node's own 64 KiB. Nothing is
 * overwritten: pieces may be kept by reference.
 */
export class ReadBuffers {
  private rest: Uint8Array = new Uint8Array(0);

  /** Room for the next read. */
  next(): Uint8Array {
    if (this.rest.length < leastRoom) this.rest = Buffer.allocUnsafeSlow(slabSize);
    return this.rest;
  }

  /** What was read: the first `length` bytes of the room that was given last. */
  take(length: number): Uint8Array {
    const piece = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    return piece;
  }
}
