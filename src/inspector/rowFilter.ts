import { EventEmitter, once } from 'node:events';
import type { Capture, CaptureInFiles } from '../capture/capture';
import type { FilterMistake } from '../capture/filter/filterNode';
import { filterOfView } from '../capture/filter/listView';
import { compileFilter, type Matcher } from '../capture/filter/matcher';
import { parseFilter } from '../capture/filter/parser';
import { longestContent } from '../capture/filter/rowSlice';
import { bytesPerRow } from '../capture/rowRecord';
import {
  captureSlice,
  memorySliceBytes,
  memorySliceRows,
  type MemorySlice,
} from '../capture/search/captureSlice';
import { MatchSet } from '../capture/search/matchSet';
import { nodeBytes } from '../capture/search/nodeBytes';
import type { AskedFilter, SearchResult, SearchSource } from '../capture/search/searchMessages';
import { SearchEnded, type SearchThread } from '../capture/search/searchThread';
import type { FilterState } from '../protocol/connectionSnapshot';
import type { ListView } from '../protocol/filter';
import { RequestError } from '../protocol/requestError';

export interface RowFilterOptions {
  readonly capture: Capture;
  readonly thread: SearchThread;
  /** Resolves when every row there is can be read: compressed messages are inflated by then. */
  readonly readable: () => Promise<void>;
  /**
   * More was searched, or the search stopped.
   *
   * @param isDone a filter has come to the newest row, or stopped, for the first time
   */
  readonly onChange: (isDone: boolean) => void;
}

/** Fewest rows that are worth a look into the files. */
const fewestRowsFromFiles = 256;

/** Row numbers in rising order, and how many there are. */
export interface FoundRows {
  readonly count: number;
  readonly rows: Iterable<number>;
}

/** A filter at work: what it found so far, and how far it has come. */
interface Work {
  /** As it was typed. */
  readonly text: string;
  readonly view: ListView;
  readonly matcher: Matcher;
  readonly matches: MatchSet;
  /** Ends its searches. */
  readonly ending: AbortController;
  /** Rows below this one have been searched. */
  searched: number;
  /** How many rows are longer than what was searched of them. */
  partly: number;
  running: boolean;
  wasDone: boolean;
  problem: string | undefined;
}

/** Rows that can be searched at the moment, from one on. */
interface Part {
  readonly firstRow: number;
  /** The files that they are in; `undefined` for rows in memory. */
  readonly inFiles: CaptureInFiles | undefined;
}

/**
 * The filter of one connection. It has the search thread search the files of the capture, cuts what
 * they do not hold yet into slices for it, and goes on as frames arrive. Another filter ends the
 * work of the last one.
 */
export class RowFilter {
  private work: Work | undefined;
  /** Tells `advance` when more was searched, and when there is another filter or none. */
  private readonly progress = new EventEmitter().setMaxListeners(0);

  constructor(private readonly options: RowFilterOptions) {}

  /** Begins anew with another filter, or another view of the rows. @returns what is wrong with it */
  set(text: string, view: ListView = 'frames'): readonly FilterMistake[] {
    const { node: typed, mistakes } = parseFilter(text);
    const node = filterOfView(typed, view);
    this.work?.ending.abort();
    this.work = node && {
      text,
      view,
      matcher: compileFilter(node, nodeBytes),
      matches: new MatchSet(),
      ending: new AbortController(),
      searched: this.options.capture.first,
      partly: 0,
      running: false,
      wasDone: false,
      problem: undefined,
    };
    this.progress.emit('advance');
    if (this.work) this.advance();
    else this.letGo();
    return mistakes;
  }

  /** `undefined` while there is no filter, so that every row shows. */
  get state(): FilterState | undefined {
    if (!this.work) return undefined;
    const { text, view, matches, searched, partly, problem } = this.work;
    return {
      text,
      ...(view === 'messages' && { view, unfinished: unfinishedMessages(this.options.capture) }),
      first: matches.countBefore(this.options.capture.first),
      matching: matches.count,
      searched,
      problem,
      ...(partly > 0 && { partly: { rows: partly, bytes: longestContent } }),
    };
  }

  /** Row numbers of the matches with an index from `start` to `end - 1`, as far as they are kept. */
  rows(start: number, end: number): { start: number; rows: readonly number[] } {
    const { first = 0, matching = 0 } = this.state ?? {};
    const from = Math.max(start, first);
    const length = Math.max(0, Math.min(end, matching) - from);
    const rows = Array.from({ length }, (_, at) => this.work?.matches.rowAt(from + at) ?? 0);
    return { start: from, rows };
  }

  /** The row of the match before that with this index; `undefined` if it is the first. */
  rowBefore(index: number): number | undefined {
    return this.work?.matches.rowAt(index - 1);
  }

  /** The index of the first match from a row on; that of the one to come if there is none. */
  indexFrom(row: number): number {
    return this.work?.matches.countBefore(row) ?? 0;
  }

  /**
   * The matches among rows `from` to `to - 1`, once all of those have been searched.
   *
   * @throws RequestError `other-filter` unless it is this filter all the time, or
   * `filter-stopped` with the reason. An error of the signal is thrown as it is.
   */
  async found(
    { text, view }: AskedFilter,
    { from, to }: { readonly from: number; readonly to: number },
    signal: AbortSignal,
  ): Promise<FoundRows> {
    const { work } = this;
    if (work?.text !== text || work.view !== view) throw otherFilter();
    while (work.searched < to) {
      if (work.problem !== undefined) throw new RequestError('filter-stopped', work.problem);
      await once(this.progress, 'advance', { signal });
      if (this.work !== work) throw otherFilter();
    }
    const { matches } = work;
    const first = matches.countBefore(from);
    const count = Math.max(0, matches.countBefore(to) - first);
    return { count, rows: rowsOf(matches, first, to) };
  }

  /** Searches what has come or was written since. Cheap enough to be called for every chunk. */
  advance(): void {
    const { work } = this;
    if (!work || work.running || work.problem !== undefined || !this.nextPart(work)) return;
    work.running = true;
    void this.search(work).finally(() => {
      work.running = false;
    });
  }

  /** Ends the work. */
  dispose(): void {
    this.work?.ending.abort();
    this.work = undefined;
    this.progress.emit('advance');
    this.letGo();
  }

  private letGo(): void {
    const { capture, thread } = this.options;
    if (capture.inFiles) thread.letGo(capture.inFiles.folder);
  }

  private async search(work: Work): Promise<void> {
    try {
      for (let part = this.nextPart(work); part && work === this.work;) {
        await this.searchPart(work, part);
        part = this.nextPart(work);
        this.tell(work, part === undefined);
      }
    } catch (error) {
      work.problem = problemOf(error);
      this.tell(work, true);
    }
  }

  private tell(work: Work, isDone: boolean): void {
    if (work !== this.work) return;
    this.progress.emit('advance');
    this.options.onChange(isDone && !work.wasDone);
    work.wasDone ||= isDone;
  }

  private nextPart(work: Work): Part | undefined {
    const { capture } = this.options;
    const { inFiles, total } = capture;
    const firstRow = Math.max(work.searched, capture.first);
    const rowsInFiles = inFiles ? Math.floor(inFiles.sizes.rows / bytesPerRow) : 0;
    // A few rows are quicker read from memory than from files.
    if (rowsInFiles - firstRow >= fewestRowsFromFiles) return { firstRow, inFiles };
    if (inFiles?.growing && this.isMuch(total - firstRow, inFiles)) return undefined;
    return firstRow < total ? { firstRow, inFiles: undefined } : undefined;
  }

  /**
   * Whether it would take the inspector too long to copy what is not written yet: under load it has
   * better things to do, and the files will have it within a moment.
   */
  private isMuch(rows: number, { sizes }: CaptureInFiles): boolean {
    const { in: received, out: sent } = this.options.capture.wireBytes;
    const bytes = received + sent - sizes['in.bytes'] - sizes['out.bytes'];
    return rows > memorySliceRows || bytes > memorySliceBytes;
  }

  private async searchPart(work: Work, { firstRow, inFiles }: Part): Promise<void> {
    work.searched = inFiles
      ? await this.searchFiles(work, firstRow, inFiles)
      : await this.searchMemory(work, firstRow);
  }

  /** @returns the row to go on with */
  private async searchFiles(
    work: Work,
    firstRow: number,
    { folder, sizes }: CaptureInFiles,
  ): Promise<number> {
    const found = await this.match(work, { kind: 'files', folder, firstRow, sizes });
    // What the files alone do not tell is searched from memory.
    await this.searchRows(work, found.left);
    work.matches.addAll(found.found, found.foundFrom);
    work.partly += found.partly;
    return found.to;
  }

  /** @returns the row to go on with */
  private async searchMemory(work: Work, firstRow: number): Promise<number> {
    const length = Math.min(this.options.capture.total - firstRow, memorySliceRows);
    const rows = Array.from({ length }, (_, place) => firstRow + place);
    return firstRow + (await this.searchSlice(work, rows));
  }

  private async searchRows(work: Work, rows: readonly number[]): Promise<void> {
    for (let at = 0; at < rows.length;) {
      at += await this.searchSlice(work, rows.slice(at, at + memorySliceRows));
    }
  }

  /** @returns how many of the rows made a slice */
  private async searchSlice(work: Work, wanted: readonly number[]): Promise<number> {
    const { capture, readable } = this.options;
    const { needsContents } = work.matcher;
    if (needsContents) await readable();
    const { rows, source, partly }: MemorySlice = captureSlice(capture, wanted, needsContents);
    const { found } = await this.match(work, source);
    rows.forEach((row, place) => {
      if (isSet(found, place)) work.matches.add(row);
    });
    work.partly += partly;
    return rows.length;
  }

  private match(
    { text, view, matcher, ending }: Work,
    source: SearchSource,
  ): Promise<SearchResult> {
    const options = { watched: matcher.mayHang, signal: ending.signal };
    return this.options.thread.search({ text, view }, source, options);
  }
}

/**
 * Messages that are in no row of the list of messages, as far as rows have been counted: a few that
 * are missing are counted at once, the many of a stored capture when its summary is read.
 */
function unfinishedMessages(capture: Capture): number {
  capture.summarize(memorySliceRows);
  // Rows that went uncounted may have held the beginning of a message.
  return Math.max(0, capture.summary.unfinished);
}

/** Matches from an index on, up to a row. */
function* rowsOf(matches: MatchSet, first: number, to: number): Generator<number, void> {
  for (let index = first; ; index++) {
    const row = matches.rowAt(index);
    if (row === undefined || row >= to) return;
    yield row;
  }
}

function otherFilter(): RequestError {
  return new RequestError('other-filter', 'The filter was changed meanwhile. Export again.');
}

function isSet(bits: Uint32Array, place: number): boolean {
  return (((bits[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1;
}

/** Why a search has stopped, then what to do. */
function problemOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof SearchEnded ? error.code : 'failed';
  switch (code) {
    case 'too-slow':
      return `The search stopped: ${reason}. The regular expression backtracks too much. Make it simpler.`;
    case 'unreadable':
      return `The search stopped, since the capture is not on disk as it was: ${reason}. What was found so far is shown. Open the capture again.`;
    case 'failed':
    case 'cancelled':
      return `The search stopped: ${reason}. Change the filter to search again.`;
  }
}
