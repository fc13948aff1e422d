import { EventEmitter, once } from 'node:events';
import type { Capture } from '../capture/capture';
import type { FilterMistake } from '../capture/filter/filterNode';
import { compileFilter, type Matcher } from '../capture/filter/matcher';
import { parseFilter } from '../capture/filter/parser';
import { mostSliceRows } from '../capture/filter/rowSlice';
import { captureSlice, type MemorySlice } from '../capture/search/captureSlice';
import { MatchSet } from '../capture/search/matchSet';
import { nodeBytes } from '../capture/search/nodeBytes';
import { SearchEnded, type SearchThread } from '../capture/search/searchThread';
import type { FilterState } from '../protocol/connectionSnapshot';
import { RequestError } from '../protocol/requestError';

export interface RowFilterOptions {
  readonly capture: Capture;
  readonly thread: SearchThread;
  /** Resolves when every row there is can be read: compressed messages are inflated by then. */
  readonly readable: () => Promise<void>;
  /** The folder of the capture and how many rows stand whole in its files; absent without files. */
  readonly stored?: () => { readonly folder: string; readonly rows: number } | undefined;
  /** More was searched, or the search stopped. */
  readonly onChange: () => void;
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
  readonly text: string;
  readonly matcher: Matcher;
  readonly matches: MatchSet;
  /** Rows below this one have been searched. */
  searched: number;
  running: boolean;
  problem: string | undefined;
}

/**
 * The filter of one connection. It cuts the capture into slices, gives them to the search thread
 * one after another, and goes on as frames arrive. Another filter ends the work of the last one.
 */
export class RowFilter {
  private work: Work | undefined;
  /** Tells `advance` when more was searched, and when there is another filter or none. */
  private readonly progress = new EventEmitter().setMaxListeners(0);

  constructor(private readonly options: RowFilterOptions) {}

  /** Begins anew with another filter. @returns what is wrong with it */
  set(text: string): readonly FilterMistake[] {
    const { node, mistakes } = parseFilter(text);
    const matcher = compileFilter(node, nodeBytes);
    const matches = new MatchSet();
    const { first } = this.options.capture;
    this.work = node && {
      text,
      matcher,
      matches,
      searched: first,
      running: false,
      problem: undefined,
    };
    this.progress.emit('advance');
    this.advance();
    return mistakes;
  }

  /** `undefined` while there is no filter, so that every row shows. */
  get state(): FilterState | undefined {
    if (!this.work) return undefined;
    const { text, matches, searched, problem } = this.work;
    const first = matches.countBefore(this.options.capture.first);
    return { text, first, matching: matches.count, searched, problem };
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
   * @throws RequestError `other-filter` unless the filter has this text all the time, or
   * `filter-stopped` with the reason. An error of the signal is thrown as it is.
   */
  async found(
    text: string,
    { from, to }: { readonly from: number; readonly to: number },
    signal: AbortSignal,
  ): Promise<FoundRows> {
    const { work } = this;
    if (work?.text !== text) throw otherFilter();
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

  /** Searches what has come since. Cheap enough to be called for every chunk from the wire. */
  advance(): void {
    const { work } = this;
    if (!work || work.running || work.problem !== undefined) return;
    if (work.searched >= this.options.capture.total) return;
    work.running = true;
    void this.search(work).finally(() => {
      work.running = false;
    });
  }

  /** Ends the work. */
  dispose(): void {
    this.work = undefined;
    this.progress.emit('advance');
  }

  private async search(work: Work): Promise<void> {
    const { capture } = this.options;
    try {
      while (work === this.work && work.searched < capture.total) {
        await this.searchSlice(work);
        this.tell(work);
      }
    } catch (error) {
      work.problem = problemOf(error);
      this.tell(work);
    }
  }

  private tell(work: Work): void {
    if (work !== this.work) return;
    this.progress.emit('advance');
    this.options.onChange();
  }

  private async searchSlice(work: Work): Promise<void> {
    const { capture, stored } = this.options;
    const from = Math.max(work.searched, capture.first);
    const files = stored?.();
    const inFiles = files ? Math.min(files.rows, pageEnd(from)) - from : 0;
    // A few rows are quicker read from memory than from files.
    const searched =
      files && inFiles >= fewestRowsFromFiles
        ? await this.searchFiles(work, files.folder, from, inFiles)
        : await this.searchMemory(work, from, capture.total);
    work.searched = from + searched;
  }

  /** What the files alone do not tell is searched from memory, between what they do tell. */
  private async searchFiles(
    work: Work,
    folder: string,
    from: number,
    most: number,
  ): Promise<number> {
    const { text, matcher, matches } = work;
    const source = { kind: 'files', folder, firstRow: from, count: most } as const;
    const { count, rows, left } = await this.options.thread.match(text, source, matcher.mayHang);
    const more =
      left.length === 0
        ? []
        : await this.searchRows(
            work,
            Array.from(left, (place) => from + place),
          );
    const found = Array.from(rows, (place) => from + place);
    const all = more.length === 0 ? found : [...found, ...more].toSorted((a, b) => a - b);
    for (const row of all) matches.add(row);
    return count;
  }

  private async searchMemory(work: Work, from: number, end: number): Promise<number> {
    if (work.matcher.needsContents) await this.options.readable();
    const slice = captureSlice(
      this.options.capture,
      rowsBetween(from, end),
      work.matcher.needsContents,
    );
    for (const row of await this.matched(work, slice)) work.matches.add(row);
    return slice.rows.length;
  }

  private async searchRows(work: Work, rows: readonly number[]): Promise<number[]> {
    const found: number[] = [];
    await this.options.readable();
    for (let at = 0; at < rows.length;) {
      const slice = captureSlice(this.options.capture, rows.slice(at), true);
      found.push(...(await this.matched(work, slice)));
      at += slice.rows.length;
    }
    return found;
  }

  private async matched({ text, matcher }: Work, { rows, source }: MemorySlice): Promise<number[]> {
    const result = await this.options.thread.match(text, source, matcher.mayHang);
    return Array.from(result.rows, (place) => rows[place] ?? 0);
  }
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

/** Slices end where pages do, so that the same ones come again with every filter. */
function pageEnd(row: number): number {
  return (Math.floor(row / mostSliceRows) + 1) * mostSliceRows;
}

/** No more than a slice can take. */
function rowsBetween(from: number, end: number): number[] {
  const length = Math.max(0, Math.min(end - from, mostSliceRows));
  return Array.from({ length }, (_, at) => from + at);
}

function problemOf(error: unknown): string {
  if (error instanceof SearchEnded && error.code === 'too-slow') {
    return `${error.message} The regular expression backtracks too much. Make it simpler.`;
  }
  const reason = error instanceof Error ? error.message : String(error);
  return `The search stopped: ${reason} Change the filter to search again.`;
}
