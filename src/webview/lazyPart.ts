import { messageOf } from './messageOf';

/** Whether a part is there: nobody wanted it yet, it is on its way, it is there, or it failed. */
export type LazyPartState<T> =
  | { readonly kind: 'unwanted' | 'loading' }
  | { readonly kind: 'there'; readonly part: T }
  | { readonly kind: 'failed'; readonly message: string };

export interface LazyPartOptions<T> {
  /** Imports the code of the part and makes it. */
  readonly load: () => Promise<T>;
  /** There is something else to draw. */
  readonly onChange: () => void;
}

/** A part of the panel whose code is loaded once, when somebody first wants it. */
export class LazyPart<T> {
  private current: LazyPartState<T> = { kind: 'unwanted' };

  constructor(private readonly options: LazyPartOptions<T>) {}

  get state(): LazyPartState<T> {
    return this.current;
  }

  /** The part, if it is there. */
  get part(): T | undefined {
    return this.current.kind === 'there' ? this.current.part : undefined;
  }

  /** Loads the part unless it is there or on its way. After a failure only the user asks again. */
  want(): void {
    if (this.current.kind === 'unwanted') void this.load();
  }

  /** The user asks again after a failure. */
  tryAgain(): void {
    if (this.current.kind === 'failed') void this.load();
  }

  private async load(): Promise<void> {
    this.current = { kind: 'loading' };
    this.current = await this.loaded();
    this.options.onChange();
  }

  private async loaded(): Promise<LazyPartState<T>> {
    try {
      return { kind: 'there', part: await this.options.load() };
    } catch (error) {
      return { kind: 'failed', message: messageOf(error) };
    }
  }
}
