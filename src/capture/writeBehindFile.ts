import fs from 'node:fs';
import type { GrowingFile } from './consistentCut';
import type { StoredBytes, WriteBehind } from './writeBehind';

/** Most buffers of one write: what Linux takes in one call. */
const mostParts = 1024;
/**
 * Bytes of one write. Larger ones are no faster on idle memory and several times slower where the
 * system has to find whole blocks of it for them.
 */
const largestWrite = 1024 * 1024;

const noBytes = new Uint8Array(0);

/** How a file is opened: made, gone on with, or only read. */
export type FileMode = 'create' | 'append' | 'read';

export interface WriteBehindFileOptions {
  readonly path: string;
  readonly mode: FileMode;
  /** Bytes of the file that count; what lies behind them is overwritten. */
  readonly end: number;
  readonly source: WriteBehind;
  /** Called when a write has ended well. */
  readonly onWritten: () => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Writes an append-only sequence to a file, by reference and in the background, one write at a
 * time, and reads it back. The file is opened when it is first needed.
 */
export class WriteBehindFile implements StoredBytes, GrowingFile {
  private descriptor: number | undefined;
  private writtenEnd: number;
  private writing = false;
  private closed = false;

  constructor(private readonly options: WriteBehindFileOptions) {
    this.writtenEnd = options.end;
    options.source.attach(this, options.end);
  }

  /** Bytes in the file. */
  get written(): number {
    return this.writtenEnd;
  }

  get end(): number {
    return this.options.source.end;
  }

  /** Bytes that wait to be written. */
  private get waiting(): number {
    return this.end - this.writtenEnd;
  }

  /** Bytes of memory that they take: with small chunks, far more than they are. */
  get waitingMemory(): number {
    return this.options.source.memoryUsed;
  }

  /** Starts writing what waits, unless a write is under way. */
  write(): void {
    if (this.writing || this.closed || this.waiting === 0) return;
    const position = this.writtenEnd;
    const parts = this.partsFrom(position);
    try {
      fs.writev(this.open(), parts, position, (error, bytes) =>
        this.writeEnded(error, position, bytes),
      );
      this.writing = true;
    } catch (error) {
      this.options.onError(error);
    }
  }

  /**
   * Writes what waits at once. A write under way may write the same bytes again, which changes
   * nothing.
   *
   * @throws what the file system says
   */
  writeNow(): void {
    while (this.waiting > 0 && !this.closed) {
      const parts = this.partsFrom(this.writtenEnd);
      const bytes = fs.writevSync(this.open(), parts, this.writtenEnd);
      if (bytes === 0) throw new Error('nothing could be written');
      this.advance(this.writtenEnd + bytes);
    }
  }

  read(position: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    try {
      let at = 0;
      while (at < length && !this.closed) {
        const count = fs.readSync(this.open(), bytes, at, length - at, position + at);
        if (count === 0) break;
        at += count;
      }
      return at === length ? bytes : bytes.slice(0, at);
    } catch {
      // The folder may be deleted while it is shown; then there is nothing to be read.
      return noBytes;
    }
  }

  /** Writes nothing any more. */
  close(): void {
    this.closed = true;
    // A descriptor that is closed under a write could be another file's by the time it happens.
    if (!this.writing) this.closeDescriptor();
  }

  /** What one write takes of what waits. */
  private partsFrom(position: number): Uint8Array[] {
    const parts: Uint8Array[] = [];
    let room = largestWrite;
    for (const part of this.options.source.unwritten(position)) {
      if (room === 0 || parts.length === mostParts) break;
      parts.push(part.subarray(0, room));
      room -= Math.min(room, part.length);
    }
    return parts;
  }

  private open(): number {
    this.descriptor ??= fs.openSync(this.options.path, flagsOf(this.options.mode), 0o600);
    return this.descriptor;
  }

  private writeEnded(error: Error | null, position: number, bytes: number): void {
    this.writing = false;
    if (this.closed) {
      this.closeDescriptor();
    } else if (error) {
      this.options.onError(error);
    } else {
      this.advance(position + bytes);
      this.options.onWritten();
    }
  }

  private advance(end: number): void {
    if (end <= this.writtenEnd) return;
    this.writtenEnd = end;
    this.options.source.written(end);
  }

  private closeDescriptor(): void {
    if (this.descriptor !== undefined) fs.closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}

/** Never `a`: with it, Linux ignores the position of a write. */
function flagsOf(mode: FileMode): number {
  const { O_RDONLY, O_RDWR, O_CREAT } = fs.constants;
  return mode === 'read' ? O_RDONLY : O_RDWR | O_CREAT;
}
