import { ReadAhead } from './readAhead';
import type { StoredBytes, WriteBehind } from './writeBehind';

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
 * chunk after appending it falsifies the capture. With a file behind it, chunks are let go when
 * they are written, and read back from there.
 */
export class ChunkLog implements WriteBehind {
  private chunks: Uint8Array[] = [];
  private starts: number[] = [];
  private head = 0;
  private endPosition = 0;
  private bytesHeld = 0;
  private file: ReadAhead | undefined;
  /** Oldest byte kept, in the file or in memory; only with a file. */
  private firstPosition = 0;

  /** Position after the newest byte: how many bytes there have been, ever. */
  get end(): number {
    return this.endPosition;
  }

  /** Position of the oldest byte kept. */
  get start(): number {
    return this.file ? this.firstPosition : this.heldFrom;
  }

  /** Bytes of memory that the chunks hold. */
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
    const held = Math.max(from, Math.min(this.heldFrom, to));
    const stored = held > from ? this.file?.read(from, held - from, this.heldFrom) : undefined;
    if (stored && (held === to || stored.length < held - from)) return stored;
    const copy = new Uint8Array(to - from);
    if (stored) copy.set(stored);
    this.copyHeld(held, to, copy.subarray(held - from));
    return copy;
  }

  /** Lets the bytes before `position` go. Constant time a chunk, amortised. */
  dropBefore(position: number): void {
    this.firstPosition = Math.max(this.firstPosition, Math.min(position, this.endPosition));
    this.letGoBefore(position);
  }

  /** Lets the oldest chunk in memory go, and all that is older. */
  dropOldestChunk(): void {
    this.letOldestGo();
    this.firstPosition = Math.max(this.firstPosition, this.heldFrom);
  }

  attach(file: StoredBytes, end: number): void {
    this.file = new ReadAhead(file);
    this.endPosition = end;
  }

  *unwritten(from: number): Generator<Uint8Array> {
    for (let index = this.chunkAt(from); index < this.chunks.length; index++) {
      const chunk = this.chunks[index] ?? noBytes;
      const skip = Math.max(0, from - (this.starts[index] ?? from));
      yield skip === 0 ? chunk : chunk.subarray(skip);
    }
  }

  written(to: number): void {
    this.letGoBefore(to);
  }

  /** Position of the oldest byte in memory. */
  private get heldFrom(): number {
    return this.starts[this.head] ?? this.endPosition;
  }

  private get oldestLength(): number {
    return this.chunks[this.head]?.length ?? 0;
  }

  private copyHeld(from: number, to: number, target: Uint8Array): void {
    for (let index = this.chunkAt(from), at = from; at < to; index++) {
      const chunk = this.chunks[index] ?? noBytes;
      const skip = at - (this.starts[index] ?? at);
      const part = chunk.subarray(skip, skip + to - at);
      target.set(part, at - from);
      at += part.length;
    }
  }

  private letGoBefore(position: number): void {
    while (this.heldFrom < this.endPosition && this.heldFrom + this.oldestLength <= position) {
      this.letOldestGo();
    }
  }

  private letOldestGo(): void {
    if (this.head === this.chunks.length) return;
    this.bytesHeld -= this.oldestLength;
    this.chunks[this.head] = noBytes;
    this.head++;
    if (this.head < slackSlots || this.head * 2 < this.chunks.length) return;
    this.chunks = this.chunks.slice(this.head);
    this.starts = this.starts.slice(this.head);
    this.head = 0;
  }

  /** Index of the chunk in memory that holds `position`, by binary search. */
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
