/**
 * Memory that a chunk costs besides its bytes: the typed array, its buffer, the allocation behind
 * it and two array slots. A million chunks of 64 bytes took 490 bytes each of resident memory.
 */
export const chunkOverhead = 430;

/** How many dropped slots are tolerated before the lists are cut. */
const slackSlots = 1024;

const noBytes = new Uint8Array(0);

/**
 * The byte stream of one direction, as the chunks in which it arrived. Chunks are kept by
 * reference, since copying them costs more than all the rest of a capture: whoever writes into a
 * chunk after appending it falsifies the capture.
 */
export class ChunkLog {
  private chunks: Uint8Array[] = [];
  private starts: number[] = [];
  private head = 0;
  private endPosition = 0;
  private bytesHeld = 0;

  /** Position after the newest byte: how many bytes there have been, ever. */
  get end(): number {
    return this.endPosition;
  }

  /** Position of the oldest byte kept. */
  get start(): number {
    return this.starts[this.head] ?? this.endPosition;
  }

  /** Bytes of memory that the kept chunks hold. */
  get memoryUsed(): number {
    return this.bytesHeld + (this.chunks.length - this.head) * chunkOverhead;
  }

  append(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.starts.push(this.endPosition);
    this.endPosition += chunk.length;
    this.bytesHeld += chunk.length;
  }

  /** Copies `length` bytes from `position`; fewer if some of them are not (or no longer) there. */
  read(position: number, length: number): Uint8Array<ArrayBuffer> {
    const from = Math.max(position, this.start);
    const to = Math.max(from, Math.min(position + length, this.endPosition));
    const copy = new Uint8Array(to - from);
    for (let index = this.chunkAt(from), at = from; at < to; index++) {
      const chunk = this.chunks[index] ?? noBytes;
      const skip = at - (this.starts[index] ?? at);
      const part = chunk.subarray(skip, skip + to - at);
      copy.set(part, at - from);
      at += part.length;
    }
    return copy;
  }

  /** Lets the chunks go that lie wholly before `position`. Constant time a chunk, amortised. */
  dropBefore(position: number): void {
    while (this.start < this.endPosition && this.start + this.oldestLength <= position) {
      this.dropOldestChunk();
    }
  }

  /** Lets the oldest chunk go. */
  dropOldestChunk(): void {
    if (this.head === this.chunks.length) return;
    this.bytesHeld -= this.oldestLength;
    this.chunks[this.head] = noBytes;
    this.head++;
    if (this.head < slackSlots || this.head * 2 < this.chunks.length) return;
    this.chunks = this.chunks.slice(this.head);
    this.starts = this.starts.slice(this.head);
    this.head = 0;
  }

  private get oldestLength(): number {
    return this.chunks[this.head]?.length ?? 0;
  }

  /** Index of the chunk that holds `position`, by binary search. */
  private chunkAt(position: number): number {
    let low = this.head;
    let high = this.chunks.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if ((this.starts[middle] ?? Infinity) <= position) low = middle;
      else high = middle;
    }
    return low;
  }
}
