import type { FilterState, RowsState } from '../protocol/connectionSnapshot';
import type { FilterCompletion, FilterMistake } from '../protocol/filter';
import { filterView, type FilterViewInput } from './filterView';

export interface FilterBoxOptions {
  readonly place: HTMLElement;
  readonly setFilter: (text: string) => Promise<readonly FilterMistake[]>;
  readonly complete: (text: string, caret: number) => Promise<FilterCompletion>;
  /** The text has changed; it is to be kept. */
  readonly onText: (text: string) => void;
  /** The user is done here and goes on to the list. */
  readonly onLeave: () => void;
}

const noCompletion: FilterCompletion = { from: 0, to: 0, suggestions: [] };

/**
 * The box that the filter is typed into: it hands every change to the inspector at once, shows what
 * is wrong where it stands, and completes.
 */
export class FilterBox {
  private mistakes: readonly FilterMistake[] = [];
  private completion = noCompletion;
  /** Index of the suggestion that Enter would take; -1 for none. */
  private active = -1;
  private filter: FilterState | undefined;
  private rows: RowsState | undefined;
  private setting = false;
  /** What was handed to the inspector last no longer holds. */
  private isStale = false;
  /** Grows with everything that makes suggestions on their way stale. */
  private asked = 0;

  constructor(
    private readonly options: FilterBoxOptions,
    private text: string,
  ) {}

  /** Takes in how far the filter has come. */
  update(filter: FilterState | undefined, rows: RowsState): void {
    this.filter = filter;
    this.rows = rows;
    this.draw();
  }

  /** Hands the text to the inspector; again, if this is called meanwhile. One request at a time. */
  async apply(): Promise<void> {
    this.isStale = true;
    if (this.setting) return;
    this.setting = true;
    while (this.isStale) {
      this.isStale = false;
      // What cannot be asked is said by the panel's own alerts, when its host is gone.
      this.mistakes = await this.options.setFilter(this.text).catch(() => []);
      this.draw();
    }
    this.setting = false;
  }

  /** Replaces the text, as if the user had typed another. */
  set(text: string): void {
    this.change(text);
  }

  focus(): void {
    this.input?.focus();
    this.input?.select();
  }

  draw(): void {
    filterView(this.viewInput(), this.options.place);
  }

  private viewInput(): FilterViewInput {
    const { text, mistakes, completion, active, filter, rows } = this;
    return {
      text,
      mistakes,
      suggestions: completion.suggestions,
      active,
      filter,
      rows,
      onInput: (value) => {
        this.change(value);
        void this.suggest(false);
      },
      onKey: (event) => this.onKey(event),
      // Who comes here will search: asking for suggestions wakes the search up.
      onFocus: () => void this.options.complete('', 0).catch(() => noCompletion),
      onBlur: () => this.closeSuggestions(),
      onTake: (index) => this.take(index),
      onClear: () => {
        this.change('');
        this.focus();
      },
    };
  }

  private get input(): HTMLInputElement | null {
    return this.options.place.querySelector('input');
  }

  private change(text: string): void {
    this.text = text;
    this.mistakes = [];
    this.closeSuggestions();
    this.options.onText(text);
    void this.apply();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing || !this.act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Does what a key asks for; `false` if it is for the text field itself. */
  private act({ key, ctrlKey, shiftKey }: KeyboardEvent): boolean {
    const isOpen = this.completion.suggestions.length > 0;
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (isOpen) this.walk(key === 'ArrowDown' ? 1 : -1);
        else void this.suggest(true);
        return true;
      case ' ':
        if (ctrlKey) void this.suggest(true);
        return ctrlKey;
      case 'Tab':
        if (shiftKey || this.active < 0) return false;
        this.take(this.active);
        return true;
      case 'Enter':
        if (this.active >= 0) this.take(this.active);
        else this.leave();
        return true;
      case 'Escape':
        if (isOpen) this.closeSuggestions();
        else if (this.text === '') this.leave();
        else this.change('');
        return true;
      default:
        return false;
    }
  }

  private leave(): void {
    this.closeSuggestions();
    this.options.onLeave();
  }

  private walk(step: 1 | -1): void {
    const count = this.completion.suggestions.length;
    // One place more than there are suggestions: the text itself.
    this.active = ((this.active + 1 + step + count + 1) % (count + 1)) - 1;
    this.draw();
    this.options.place
      .querySelector('[aria-selected="true"]')
      ?.scrollIntoView({ block: 'nearest' });
  }

  /** @param wanted the user asked; else only what goes on from typed text is suggested. */
  private async suggest(wanted: boolean): Promise<void> {
    const { input } = this;
    if (!input) return;
    const caret = input.selectionStart ?? this.text.length;
    const asked = ++this.asked;
    const completion = await this.options.complete(this.text, caret).catch(() => noCompletion);
    if (asked !== this.asked) return;
    const goesOn = completion.from < caret || /[:,]$/.test(this.text.slice(0, caret));
    this.completion = wanted || goesOn ? completion : noCompletion;
    this.active = -1;
    this.draw();
  }

  private take(index: number): void {
    const { from, to, suggestions } = this.completion;
    const suggestion = suggestions[index];
    const { input } = this;
    if (!suggestion || !input) return;
    this.change(`${this.text.slice(0, from)}${suggestion.text}${this.text.slice(to)}`);
    this.draw();
    const caret = from + suggestion.text.length;
    input.setSelectionRange(caret, caret);
    if (suggestion.text.endsWith(':')) void this.suggest(true);
  }

  private closeSuggestions(): void {
    this.asked++;
    this.completion = noCompletion;
    this.active = -1;
    this.draw();
  }
}
