/** What is wrong with something that was typed. */
export interface Mistake {
  readonly ok: false;
  /** What is wrong, then what to do. */
  readonly message: string;
  /** Where the text goes wrong, in UTF-16 units; absent if that is no single place. */
  readonly at?: number;
}

export function mistake(message: string, at?: number): Mistake {
  return at === undefined ? { ok: false, message } : { ok: false, message, at };
}
