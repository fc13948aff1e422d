import { compileFilter, type Matcher } from '../filter/matcher';
import { parseFilter } from '../filter/parser';
import type { RowSlice } from '../filter/rowSlice';
import { nodeBytes } from './nodeBytes';

/** Runs filters over slices, one after another; the last filter stays compiled. */
export class SliceSearch {
  private filter: string | undefined;
  private matcher: Matcher | undefined;

  /** Places in the slice of the rows that match, ascending. */
  match(filter: string, slice: RowSlice): Uint16Array<ArrayBuffer> {
    if (filter !== this.filter || !this.matcher) {
      this.matcher = compileFilter(parseFilter(filter).node, nodeBytes);
      this.filter = filter;
    }
    return placesOf(this.matcher.match(slice));
  }
}

function placesOf(marks: Uint8Array): Uint16Array<ArrayBuffer> {
  const places = new Uint16Array(marks.length);
  let count = 0;
  for (let row = 0; row < marks.length; row++) {
    if (marks[row] === 1) places[count++] = row;
  }
  return places.slice(0, count);
}
