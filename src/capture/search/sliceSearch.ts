import { compileFilter, type Matcher } from '../filter/matcher';
import { parseFilter } from '../filter/parser';
import { Records } from '../filter/rowSlice';
import { FileSlices } from './fileSlice';
import { nodeBytes } from './nodeBytes';
import type { SearchResult, SliceSource } from './searchMessages';

const none = new Uint16Array(0);

/** Runs filters over slices, one after another; the last filter stays compiled. */
export class SliceSearch {
  private filter: string | undefined;
  private matcher: Matcher | undefined;
  private readonly files = new FileSlices();

  /** @throws Error if the files of a capture cannot be read */
  match(filter: string, source: SliceSource): SearchResult {
    if (filter !== this.filter || !this.matcher) {
      this.matcher = compileFilter(parseFilter(filter).node, nodeBytes);
      this.filter = filter;
    }
    const { match, needsContents } = this.matcher;
    const { firstRow, count } = source;
    if (source.kind === 'memory') {
      const { contents } = source;
      const marks = match({ firstRow, count, records: new Records(source.records), contents });
      return { count, rows: placesOf(marks), left: none };
    }
    const { slice, left } = this.files.read(source.folder, firstRow, count, needsContents);
    const marks = match(slice);
    for (const place of left) marks[place] = 0;
    return { count: slice.count, rows: placesOf(marks), left };
  }
}

function placesOf(marks: Uint8Array): Uint16Array<ArrayBuffer> {
  const places = new Uint16Array(marks.length);
  let count = 0;
  for (let row = 0; row < marks.length; row++) {
    // Written always and counted if it matches: a branch here would be mispredicted.
    places[count] = row;
    count += marks[row] ?? 0;
  }
  return places.slice(0, count);
}
