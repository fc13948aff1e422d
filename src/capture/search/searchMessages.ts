import type { RowSlice } from '../filter/rowSlice';

/** Asks the search thread which rows of a slice match a filter. */
export interface SearchRequest {
  readonly id: number;
  /** The filter as it was typed; the thread keeps it compiled while it stays the same. */
  readonly filter: string;
  readonly slice: RowSlice;
}

/** `begun` comes before the thread works on a slice, so that its time can be measured. */
export type SearchReply =
  | { readonly kind: 'begun'; readonly id: number }
  | {
      readonly kind: 'matched';
      readonly id: number;
      /** Places in the slice of the rows that match, ascending. */
      readonly rows: Uint16Array<ArrayBuffer>;
    };
