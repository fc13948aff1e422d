import { Worker } from 'node:worker_threads';
import type { RowSlice } from '../filter/rowSlice';
import type { SearchReply, SearchRequest } from './searchMessages';

/** Milliseconds that a slice may take; slices are cut so that they take about 8. */
export const sliceTimeLimitMs = 200;
/** A single payload may make a slice large; each further megabyte gives it more milliseconds. */
const msPerMegabyte = 20;

/** The search of a slice was ended: it took too long, or its thread broke down. */
export class SearchEnded extends Error {
  override readonly name = 'SearchEnded';

  constructor(
    readonly code: 'too-slow' | 'failed',
    message: string,
  ) {
    super(message);
  }
}

interface Job extends Omit<SearchRequest, 'id'> {
  /** Milliseconds after which the slice and its thread are ended; `Infinity` for never. */
  readonly timeLimitMs: number;
  readonly resolve: (rows: Uint16Array) => void;
  readonly reject: (error: SearchEnded) => void;
}

interface RunningJob extends Job {
  readonly id: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * The thread that filters run in, seen from the inspector. It works on one slice at a time; a slice
 * that takes too long is ended with its thread, and the next one gets a new thread.
 */
export class SearchThread {
  private worker: Worker | undefined;
  private readonly waiting: Job[] = [];
  private running: RunningJob | undefined;
  private nextId = 0;
  private disposed = false;

  /** @param file path of the search thread's bundle */
  constructor(private readonly file: string) {}

  /** Starts the thread before it is needed: that takes longer than most searches. */
  start(): void {
    if (this.disposed) return;
    this.worker ??= this.createWorker();
  }

  /**
   * Searches a slice, whose buffers move to the thread.
   *
   * @param watched whether the filter may run without end
   * @returns places in the slice of the rows that match, ascending
   * @throws SearchEnded
   */
  match(filter: string, slice: RowSlice, watched: boolean): Promise<Uint16Array> {
    return new Promise((resolve, reject) => {
      if (this.disposed) {
        reject(new SearchEnded('failed', 'The search thread has ended.'));
        return;
      }
      const timeLimitMs = watched ? timeLimitOf(slice) : Infinity;
      this.waiting.push({ filter, slice, timeLimitMs, resolve, reject });
      this.next();
    });
  }

  /** Ends the thread; what is being searched fails. */
  dispose(): void {
    this.disposed = true;
    this.end(new SearchEnded('failed', 'The search thread has ended.'));
    for (const { reject } of this.waiting.splice(0)) {
      reject(new SearchEnded('failed', 'The search thread has ended.'));
    }
  }

  private next(): void {
    if (this.running) return;
    const job = this.waiting.shift();
    if (!job) return;
    this.start();
    const id = this.nextId++;
    this.running = { ...job, id, timer: undefined };
    const { filter, slice } = job;
    const request: SearchRequest = { id, filter, slice };
    this.worker?.postMessage(request, buffersOf(slice));
  }

  private createWorker(): Worker {
    const worker = new Worker(this.file, { name: 'socket-playground-search', execArgv: [] });
    worker.on('message', (reply: SearchReply) => this.receive(reply));
    worker.on('error', (error) => {
      if (worker === this.worker) this.end(new SearchEnded('failed', error.message));
    });
    // A search must not keep a process alive that has nothing else to do.
    worker.unref();
    return worker;
  }

  private receive(reply: SearchReply): void {
    const { running } = this;
    if (reply.id !== running?.id) return;
    if (reply.kind === 'begun') {
      this.watch(running);
      return;
    }
    clearTimeout(running.timer);
    this.running = undefined;
    running.resolve(reply.rows);
    this.next();
  }

  private watch(job: RunningJob): void {
    const { timeLimitMs, slice } = job;
    if (!Number.isFinite(timeLimitMs)) return;
    const message = `The search of ${slice.count} rows took more than ${timeLimitMs} ms.`;
    job.timer = setTimeout(() => this.end(new SearchEnded('too-slow', message)), timeLimitMs);
  }

  /** Ends the thread in the middle of whatever it does; the next slice gets a new one. */
  private end(error: SearchEnded): void {
    const { running, worker } = this;
    this.worker = undefined;
    this.running = undefined;
    void worker?.terminate();
    clearTimeout(running?.timer);
    running?.reject(error);
    if (!this.disposed) this.next();
  }
}

/** Slices are cut small, but for a payload that is large itself. */
function timeLimitOf({ payloadLength }: RowSlice): number {
  const megabytes = payloadLength.reduce((sum, length) => sum + length, 0) / 1e6;
  return Math.round(sliceTimeLimitMs + Math.max(0, megabytes - 1) * msPerMegabyte);
}

function buffersOf(slice: RowSlice): ArrayBuffer[] {
  const { bits, timeUs, payloadLength, findings, contents } = slice;
  const columns = [bits, timeUs, payloadLength, findings];
  const blocks = contents.flatMap(({ bytes, rows, starts, ends }) => [bytes, rows, starts, ends]);
  return [...columns, ...blocks].map(({ buffer }) => buffer as ArrayBuffer);
}
