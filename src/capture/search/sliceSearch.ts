import { filterOfView } from '../filter/listView';
import { compileFilter, type Matcher } from '../filter/matcher';
import { parseFilter } from '../filter/parser';
import { mostSliceRows, Records, type RowSlice } from '../filter/rowSlice';
import { bytesPerRow } from '../rowRecord';
import { FileSlices, firstSliceRows } from './fileSlices';
import { FoundRows } from './foundRows';
import { MemoryBudget } from './memoryBudget';
import { nodeBytes } from './nodeBytes';
import type { AskedFilter, SearchRequest, SearchResult, SearchSource } from './searchMessages';

/** Milliseconds after which the search of files tells what it found, to be told to go on. */
const searchTurnMs = 8;
/** Bytes of slices that are kept in memory, of all captures together. */
const mostBytesKept = 128 * 1024 * 1024;
/** A filter of this weight takes slices of all the rows they can have; a heavier one fewer. */
const weightOfWholeSlice = 8;
const fewestSliceRows = 256;

/** Runs filters over rows, one request after another; the last filter stays compiled. */
export class SliceSearch {
  private last: { readonly filter: AskedFilter; readonly matcher: Matcher } | undefined;
  private readonly captures = new Map<string, FileSlices>();
  private readonly budget = new MemoryBudget(mostBytesKept);

  /**
   * @param onSlice called before each slice with the bytes of its contents
   * @throws CaptureUnreadable, or an error if the filter asks for nothing
   */
  search(
    { filter, source }: Pick<SearchRequest, 'filter' | 'source'>,
    onSlice: (bytes: number) => void,
  ): SearchResult {
    const matcher = this.matcherOf(filter);
    if (source.kind === 'files') {
      try {
        return this.searchFiles(source, matcher, onSlice);
      } catch (error) {
        // What cannot be read now may be there again the next time.
        this.letGo(source.folder);
        throw error;
      }
    }
    const slice = { ...source, records: new Records(source.records) };
    onSlice(bytesOf(slice));
    const found = new FoundRows(0);
    found.add(matcher.match(slice), 0);
    return { to: source.count, found: found.upTo(source.count), foundFrom: 0, left: [], partly: 0 };
  }

  /** Closes the files of a capture. */
  letGo(folder: string): void {
    this.captures.get(folder)?.close();
    this.captures.delete(folder);
  }

  private matcherOf(filter: AskedFilter): Matcher {
    const { text, view } = filter;
    if (this.last?.filter.text === text && this.last.filter.view === view) return this.last.matcher;
    const node = filterOfView(parseFilter(text).node, view);
    if (!node) throw new Error('The filter asks for nothing');
    const matcher = compileFilter(node, nodeBytes);
    this.last = { filter, matcher };
    return matcher;
  }

  /** Searches slice after slice, until its turn is over or all rows are searched. */
  private searchFiles(
    { folder, firstRow, sizes }: Extract<SearchSource, { kind: 'files' }>,
    { match, needsContents, weight }: Matcher,
    onSlice: (bytes: number) => void,
  ): SearchResult {
    const files = this.filesOf(folder);
    const end = Math.floor(sizes.rows / bytesPerRow);
    // The first turn is one slice.
    const turnMs = firstRow < firstSliceRows ? 0 : searchTurnMs;
    const turnEnd = performance.now() + turnMs;
    const found = new FoundRows(firstRow);
    const left: number[] = [];
    let partly = 0;
    let row = firstRow;
    do {
      const most = Math.min(end - row, rowsAtOnce(weight));
      const read = files.read(row, most, sizes, needsContents);
      onSlice(bytesOf(read.slice));
      const rows = match(read.slice);
      for (const place of read.left) {
        rows.delete(place);
        left.push(row + place);
      }
      found.add(rows, row);
      partly += read.partly;
      row += read.slice.count;
    } while (row < end && performance.now() < turnEnd);
    return { to: row, found: found.upTo(row), foundFrom: found.from, left, partly };
  }

  private filesOf(folder: string): FileSlices {
    const files = this.captures.get(folder) ?? new FileSlices(folder, this.budget);
    this.captures.set(folder, files);
    return files;
  }
}

/** So that a slice takes about as long with any filter. */
function rowsAtOnce(weight: number): number {
  const share = weightOfWholeSlice / Math.max(weightOfWholeSlice, weight);
  return Math.max(fewestSliceRows, Math.floor(mostSliceRows * share));
}

function bytesOf({ contents }: RowSlice): number {
  return contents.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
