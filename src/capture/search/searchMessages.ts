import type { ContentBlock } from '../filter/rowSlice';

/** Where the search thread gets rows from. */
export type SliceSource =
  /** Copies of rows that are in the inspector's memory. */
  | {
      readonly kind: 'memory';
      readonly firstRow: number;
      readonly count: number;
      readonly records: ArrayBuffer;
      readonly contents: readonly ContentBlock[];
    }
  /** The folder of a capture, whose files hold these rows already. */
  | {
      readonly kind: 'files';
      readonly folder: string;
      readonly firstRow: number;
      readonly count: number;
    };

/** Asks the search thread which rows match a filter. */
export interface SearchRequest {
  readonly id: number;
  /** The filter as it was typed; the thread keeps it compiled while it stays the same. */
  readonly filter: string;
  readonly source: SliceSource;
}

/** What is known of a slice after the search. */
export interface SearchResult {
  /** How many rows were looked at, from the first on; fewer than asked for if they are large. */
  readonly count: number;
  /** Places in the slice of the rows that match, ascending. */
  readonly rows: Uint16Array<ArrayBuffer>;
  /** Places of rows that could not be told from the files alone; none of them is in `rows`. */
  readonly left: Uint16Array<ArrayBuffer>;
}

/** `begun` comes before the thread works on a slice, so that its time can be measured. */
export type SearchReply =
  | { readonly kind: 'begun'; readonly id: number }
  | { readonly kind: 'matched'; readonly id: number; readonly result: SearchResult }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
