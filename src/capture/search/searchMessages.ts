import type { FileSizes } from '../consistentCut';
import type { ListView } from '../filter/listView';
import type { ContentBlock } from '../filter/rowSlice';

/** Where the search thread gets rows from. */
export type SearchSource =
  /** Copies of rows that are in the inspector's memory. */
  | {
      readonly kind: 'memory';
      readonly count: number;
      readonly records: ArrayBuffer;
      readonly contents: readonly ContentBlock[];
    }
  /** The folder of a capture: its rows from one on. */
  | {
      readonly kind: 'files';
      readonly folder: string;
      readonly firstRow: number;
      /** Up to here the files fit together. */
      readonly sizes: FileSizes;
    };

/** A filter that asks for something, by itself or as the list of messages does. */
export interface AskedFilter {
  /** As it was typed. */
  readonly text: string;
  readonly view: ListView;
}

/** Asks which rows match a filter. */
export interface SearchRequest {
  readonly kind: 'search';
  readonly id: number;
  /** The thread keeps it compiled while it stays the same. */
  readonly filter: AskedFilter;
  readonly source: SearchSource;
  /** Whether the thread says what it is about to search, slice by slice, and not only at first. */
  readonly watched: boolean;
}

/** Tells that the files of a capture are not searched any more. */
export interface LetGo {
  readonly kind: 'let go';
  readonly folder: string;
}

/** What is known after a search. Rows in memory are told by their places among those given. */
export interface SearchResult {
  /** Rows before this one have been looked at; the search of files goes on here. */
  readonly to: number;
  /** Which rows match: one bit each. */
  readonly found: Uint32Array<ArrayBuffer>;
  /** The row of the first bit: a multiple of 32. */
  readonly foundFrom: number;
  /** Rows that could not be told from the files alone; no bit of theirs is set. */
  readonly left: readonly number[];
  /** Among the rows told from the files, how many are longer than what is searched of them. */
  readonly partly: number;
}

export type SearchReply =
  /** Before the thread works on a slice, so that its time can be measured. */
  | { readonly kind: 'begun'; readonly id: number; readonly bytes: number }
  | { readonly kind: 'matched'; readonly id: number; readonly result: SearchResult }
  | {
      readonly kind: 'failed';
      readonly id: number;
      /** Whether the files are to blame. */
      readonly unreadable: boolean;
      /** What went wrong, without a full stop. */
      readonly message: string;
    };
