/** What the rows of the list stand for: a frame each, or whole messages. */
export type ListView = 'frames' | 'messages';

/** Something in a filter that does not mean what its writer may think. */
export interface FilterMistake {
  /** Where it stands: UTF-16 units `from` to `to - 1`. */
  readonly from: number;
  readonly to: number;
  /** What is wrong, then what happens or what to do. */
  readonly message: string;
}

/** What could stand at a place of a filter; choosing one replaces `from` to `to - 1`. */
export interface FilterCompletion {
  readonly from: number;
  readonly to: number;
  readonly suggestions: readonly {
    readonly text: string;
    /** What it means, in a few words. */
    readonly about: string;
  }[];
}
