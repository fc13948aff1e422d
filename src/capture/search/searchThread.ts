import { Worker } from 'node:worker_threads';
import type { ContentBlock } from '../filter/rowSlice';
import { largestFileSlice } from './fileSlice';
import type { SearchReply, SearchRequest, SearchResult, SliceSource } from './searchMessages';

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
  readonly resolve: (result: SearchResult) => void;
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
   * Searches a slice; the buffers of one in memory move to the thread.
   *
   * @param watched whether the filter may run without end
   * @throws SearchEnded
   */
  match(filter: string, source: SliceSource, watched: boolean): Promise<SearchResult> {
    return new Promise((resolve, reject) => {
      if (this.disposed) {
        reject(new SearchEnded('failed', 'The search thread has ended.'));
        return;
      }
      const timeLimitMs = watched ? timeLimitOf(source) : Infinity;
      this.waiting.push({ filter, source, timeLimitMs, resolve, reject });
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
    const { filter, source } = job;
    const request: SearchRequest = { id, filter, source };
    this.worker?.postMessage(request, buffersOf(source));
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
    if (reply.kind === 'matched') running.resolve(reply.result);
    else running.reject(new SearchEnded('failed', reply.message));
    this.next();
  }

  private watch(job: RunningJob): void {
    const { timeLimitMs, source } = job;
    if (!Number.isFinite(timeLimitMs)) return;
    const message = `The search of ${source.count} rows took more than ${timeLimitMs} ms.`;
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
function timeLimitOf(source: SliceSource): number {
  const bytes = source.kind === 'files' ? largestFileSlice : contentLength(source.contents);
  return Math.round(sliceTimeLimitMs + Math.max(0, bytes / 1e6 - 1) * msPerMegabyte);
}

function contentLength(contents: readonly ContentBlock[]): number {
  return contents.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function buffersOf(source: SliceSource): ArrayBuffer[] {
  if (source.kind === 'files') return [];
  const blocks = source.contents.flatMap(({ bytes, rows, starts, ends }) => [
    bytes,
    rows,
    starts,
    ends,
  ]);
  return [source.records, ...blocks.map(({ buffer }) => buffer as ArrayBuffer)];
}
