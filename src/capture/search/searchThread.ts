import { Worker } from 'node:worker_threads';
import type {
  AskedFilter,
  LetGo,
  SearchReply,
  SearchRequest,
  SearchResult,
  SearchSource,
} from './searchMessages';

/** Milliseconds that the search of a slice may take. */
export const sliceTimeLimitMs = 200;
/** A single payload may make a slice large; each further megabyte gives it more milliseconds. */
const msPerMegabyte = 20;
/** Milliseconds that a search which nobody waits for any more may go on. */
export const cancelTimeLimitMs = 20;
/** Milliseconds after which a search is slow, so that the thread may have to be ended. */
const slowMs = 20;

/** The search of a slice was ended: it took too long, or something broke. */
export class SearchEnded extends Error {
  override readonly name = 'SearchEnded';

  /** @param message without a full stop */
  constructor(
    readonly code: 'too-slow' | 'unreadable' | 'failed' | 'cancelled',
    message: string,
  ) {
    super(message);
  }
}

export interface SearchOptions {
  /** The search has a time limit, since the filter may run without end. */
  readonly watched: boolean;
  readonly signal: AbortSignal;
}

interface Job extends SearchOptions {
  readonly request: SearchRequest;
  readonly resolve: (result: SearchResult) => void;
  readonly reject: (error: SearchEnded) => void;
  readonly onAbort: () => void;
  /** Bytes of the slice that is being searched; `undefined` before the first one. */
  sliceBytes: number | undefined;
  deadline: NodeJS.Timeout | undefined;
  slow: NodeJS.Timeout | undefined;
}

/**
 * The thread that filters run in, seen from the inspector. It works on one search at a time; one
 * that takes too long is ended with its thread, and another thread takes over.
 */
export class SearchThread {
  private worker: Worker | undefined;
  /** Started when a search turns out to be slow: that takes longer than most searches. */
  private reserve: Worker | undefined;
  private readonly waiting: Job[] = [];
  private running: Job | undefined;
  private nextId = 0;
  private disposed = false;

  /** @param file path of the search thread's bundle */
  constructor(private readonly file: string) {}

  /** Starts the thread before it is needed: that takes longer than most searches. */
  start(): void {
    if (!this.disposed) this.worker ??= this.createWorker();
  }

  /**
   * Searches rows; the buffers of a source in memory move to the thread.
   *
   * @throws SearchEnded
   */
  search(filter: AskedFilter, source: SearchSource, options: SearchOptions): Promise<SearchResult> {
    return new Promise((resolve, reject) => {
      const { watched, signal } = options;
      const request = { kind: 'search', id: this.nextId++, filter, source, watched } as const;
      const job: Job = {
        request,
        watched,
        signal,
        resolve,
        reject,
        onAbort: () => this.abort(job),
        sliceBytes: undefined,
        deadline: undefined,
        slow: undefined,
      };
      if (this.disposed) reject(disposed());
      else if (signal.aborted) reject(cancelled());
      else this.add(job);
    });
  }

  /** Closes the files of a capture, which is not searched any more. */
  letGo(folder: string): void {
    const message: LetGo = { kind: 'let go', folder };
    this.worker?.postMessage(message);
  }

  /** Ends the thread; what is being searched fails. */
  dispose(): void {
    this.disposed = true;
    void this.reserve?.terminate();
    this.end(disposed());
    for (const job of this.waiting.splice(0)) job.reject(disposed());
  }

  private add(job: Job): void {
    job.signal.addEventListener('abort', job.onAbort);
    this.waiting.push(job);
    this.next();
  }

  private next(): void {
    if (this.running) return;
    const job = this.waiting.shift();
    if (!job) return;
    this.start();
    this.running = job;
    this.worker?.postMessage(job.request, buffersOf(job.request.source));
  }

  private createWorker(): Worker {
    const worker = new Worker(this.file, { name: 'socket-playground-search', execArgv: [] });
    worker.on('message', (reply: SearchReply) => this.receive(reply));
    worker.on('error', (error) => {
      if (worker === this.worker) this.end(new SearchEnded('failed', error.message));
      else if (worker === this.reserve) this.reserve = undefined;
    });
    // A search must not keep a process alive that has nothing else to do.
    worker.unref();
    return worker;
  }

  private receive(reply: SearchReply): void {
    const job = this.running;
    if (reply.id !== job?.request.id) return;
    if (reply.kind === 'begun') {
      this.watch(job, reply.bytes);
      return;
    }
    this.running = undefined;
    settle(job);
    if (reply.kind === 'matched') job.resolve(reply.result);
    else job.reject(new SearchEnded(reply.unreadable ? 'unreadable' : 'failed', reply.message));
    this.next();
  }

  private watch(job: Job, sliceBytes: number): void {
    job.sliceBytes = sliceBytes;
    job.slow ??= setTimeout(() => (this.reserve ??= this.createWorker()), slowMs);
    this.setDeadline(job);
  }

  private abort(job: Job): void {
    const place = this.waiting.indexOf(job);
    if (place >= 0) {
      this.waiting.splice(place, 1);
      settle(job);
      job.reject(cancelled());
    } else if (job.sliceBytes !== undefined) {
      this.setDeadline(job);
    }
  }

  /** A search that is cancelled mostly ends in time by itself; an expression that hangs does not. */
  private setDeadline(job: Job): void {
    if (job.signal.aborted) {
      this.endAfter(cancelTimeLimitMs, job, cancelled());
    } else if (job.watched) {
      const limitMs = timeLimitOf(job.sliceBytes ?? 0);
      const message = `It took more than ${limitMs} ms for a small part of the rows`;
      this.endAfter(limitMs, job, new SearchEnded('too-slow', message));
    }
  }

  private endAfter(limitMs: number, job: Job, error: SearchEnded): void {
    clearTimeout(job.deadline);
    const deadline = setTimeout(() => {
      // If it is this thread that was held up, what the other one has said meanwhile comes first.
      setImmediate(() => {
        if (job === this.running && deadline === job.deadline) this.end(error);
      });
    }, limitMs);
    job.deadline = deadline;
  }

  /** Ends the thread in the middle of whatever it does; the next search gets another one. */
  private end(error: SearchEnded): void {
    const { running: job, worker } = this;
    this.worker = this.reserve;
    this.reserve = undefined;
    this.running = undefined;
    void worker?.terminate();
    if (job) {
      settle(job);
      job.reject(error);
    }
    if (!this.disposed) this.next();
  }
}

function settle({ signal, onAbort, deadline, slow }: Job): void {
  signal.removeEventListener('abort', onAbort);
  clearTimeout(deadline);
  clearTimeout(slow);
}

function disposed(): SearchEnded {
  return new SearchEnded('failed', 'The search thread has ended');
}

function cancelled(): SearchEnded {
  return new SearchEnded('cancelled', 'The search was cancelled');
}

function timeLimitOf(sliceBytes: number): number {
  return Math.round(sliceTimeLimitMs + Math.max(0, sliceBytes / 1e6 - 1) * msPerMegabyte);
}

function buffersOf(source: SearchSource): ArrayBuffer[] {
  if (source.kind === 'files') return [];
  const blocks = source.contents.flatMap(({ bytes, rows, starts, ends }) => [
    bytes,
    rows,
    starts,
    ends,
  ]);
  return [source.records, ...blocks.map(({ buffer }) => buffer as ArrayBuffer)];
}
