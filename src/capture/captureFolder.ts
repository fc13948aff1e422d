import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { writeHeadFile } from './captureFiles';
import {
  dataFiles,
  journalFile,
  type CaptureHead,
  type DataFile,
  type DirectionStates,
  type JournalLine,
} from './captureFormat';
import type { CaptureMemory, MemoryShare } from './captureMemory';
import type { CaptureStorage, StorageFacts } from './captureStorage';
import { ChunkLog } from './chunkLog';
import { ConsistentCut, type FileSizes } from './consistentCut';
import { Pressure } from './pressure';
import type { WriteBehind } from './writeBehind';
import { WriteBehindFile, type FileMode } from './writeBehindFile';

/** Milliseconds that something may wait before it is written. */
export const longestWaitMs = 100;
/** Bytes of memory that are written at once, without waiting for more. */
export const writeSize = 1024 * 1024;
/** Bytes of memory that may wait in one folder before whoever brings them has to pause. */
export const mostBytesWaiting = 64 * 1024 * 1024;

export interface CaptureFolderOptions {
  readonly path: string;
  readonly head: CaptureHead;
  readonly mode: FileMode;
  /** Bytes that count of each file that is there already. */
  readonly sizes?: Partial<Record<DataFile | typeof journalFile, number>>;
  /** What lends its memory to what waits to be written. */
  readonly memory: CaptureMemory;
  /** Bytes that may wait here to be written; {@link mostBytesWaiting} unless told. */
  readonly mostWaiting?: number;
  /** Called when the facts or the pressure have changed, or the files hold more together. */
  readonly onChange: () => void;
}

/** The folder of one capture, into which it is written behind its back. */
export class CaptureFolder implements CaptureStorage {
  private readonly files: WriteBehindFile[] = [];
  private readonly journal = new ChunkLog();
  private cut: ConsistentCut | undefined;
  private readonly pressure: Pressure;
  private readonly lent: MemoryShare;
  private timer: NodeJS.Timeout | undefined;
  private problem: string | undefined;
  /** Nothing is written any more: only read, finished, or something went wrong. */
  private stopped: boolean;

  constructor(private readonly options: CaptureFolderOptions) {
    this.stopped = options.mode === 'read';
    this.pressure = new Pressure(options.mostWaiting ?? mostBytesWaiting, () => options.onChange());
    this.lent = options.memory.lend(() => options.onChange());
    if (options.mode === 'create') this.create();
    this.files.push(this.fileOf(journalFile, this.journal));
  }

  get facts(): StorageFacts {
    const bytesOnDisk = this.files.reduce((sum, file) => sum + file.written, 0);
    return { path: this.options.path, bytesOnDisk, problem: this.problem };
  }

  get writing(): boolean {
    return !this.stopped;
  }

  get underPressure(): boolean {
    return this.writing && (this.pressure.tooMuch || this.options.memory.underPressure);
  }

  get whole(): FileSizes | undefined {
    return this.cut?.newest;
  }

  attach(parts: Readonly<Record<DataFile, WriteBehind>>): void {
    const files = dataFiles.map((name) => [name, this.fileOf(name, parts[name])] as const);
    this.files.push(...files.map(([, file]) => file));
    this.cut = new ConsistentCut(Object.fromEntries(files) as Record<DataFile, WriteBehindFile>);
  }

  note(line: JournalLine): void {
    if (this.stopped) return;
    this.journal.append(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
    this.changed();
  }

  notePage(page: number, bytes: Uint8Array, states: DirectionStates): void {
    if (!this.stopped) this.note({ type: 'page', page, crc32: zlib.crc32(bytes), ...states });
  }

  changed(): void {
    if (this.stopped) return;
    const waiting = this.waiting();
    this.noteWaiting(waiting);
    if (waiting >= writeSize) this.writeAll();
    else this.timer ??= setTimeout(() => this.writeAll(), longestWaitMs);
  }

  finish(rows: number, lastPage: Uint8Array, states: DirectionStates): void {
    if (this.stopped) return;
    this.note({ type: 'finished', rows, crc32: zlib.crc32(lastPage), ...states });
    try {
      this.writeNow();
      writeHeadFile(this.options.path, { ...this.options.head, finished: true });
    } catch (error) {
      this.fail(error);
    }
    this.stop();
  }

  /**
   * Writes what waits at once.
   *
   * @throws what the file system says
   */
  writeNow(): void {
    for (const file of this.files) file.writeNow();
  }

  close(): void {
    this.stop();
    for (const file of this.files) file.close();
  }

  private create(): void {
    try {
      fs.mkdirSync(this.options.path, { recursive: true, mode: 0o700 });
      writeHeadFile(this.options.path, this.options.head);
    } catch (error) {
      this.fail(error);
    }
  }

  private fileOf(name: DataFile | typeof journalFile, source: WriteBehind): WriteBehindFile {
    return new WriteBehindFile({
      path: path.join(this.options.path, name),
      mode: this.options.mode,
      end: this.options.sizes?.[name] ?? 0,
      source,
      onWritten: () => this.wrote(),
      onError: (error) => this.fail(error),
    });
  }

  /** Bytes of memory that wait to be written. */
  private waiting(): number {
    let waiting = 0;
    for (const file of this.files) waiting += file.waitingMemory;
    return waiting;
  }

  private noteWaiting(bytes: number): void {
    this.pressure.set(bytes);
    this.lent.set(bytes);
  }

  private writeAll(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const file of this.files) if (!this.stopped) file.write();
  }

  private wrote(): void {
    if (!this.stopped && this.waiting() > 0) this.changed();
    else this.noteWaiting(0);
    if (this.cut?.advance()) this.options.onChange();
  }

  /** From now on the capture is on its own; what is written stays as it is. */
  private fail(error: unknown): void {
    if (this.problem !== undefined) return;
    this.problem = `This capture is no longer written to disk: ${reasonOf(error)} What comes now is kept in memory only.`;
    this.stop();
    this.options.onChange();
  }

  private stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.pressure.set(0);
    this.lent.end();
  }
}

/** What went wrong, then what to do, in words. */
function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (['ENOSPC', 'EDQUOT'].includes(code)) {
    return 'the disk is full. Make room on it, then connect again.';
  }
  if (code === 'EFBIG') return 'its file may not become larger. Connect again to begin a new one.';
  // Node says ENOENT when it cannot make a folder, and those above it, on a read-only disk.
  if (['EROFS', 'ENOENT', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST'].includes(code)) {
    return 'its folder cannot be written to. Check its permissions.';
  }
  return `${error instanceof Error ? error.message : String(error)}.`;
}
