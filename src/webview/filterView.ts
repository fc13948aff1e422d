import { html, nothing, render, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { FilterState, RowsState } from '../protocol/connectionSnapshot';
import type { FilterCompletion, FilterMistake } from '../protocol/filter';
import { formatBytes, formatCount } from './format';

export interface FilterViewInput {
  readonly text: string;
  readonly mistakes: readonly FilterMistake[];
  readonly suggestions: FilterCompletion['suggestions'];
  /** Index of the suggestion that is chosen; -1 for none. */
  readonly active: number;
  readonly filter: FilterState | undefined;
  readonly rows: RowsState | undefined;
  readonly onInput: (text: string) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  readonly onTake: (index: number) => void;
  readonly onClear: () => void;
}

/** The filter: its box, what could be written, how many rows match, and what is wrong. */
export function filterView(input: FilterViewInput, target: HTMLElement): void {
  const { text, mistakes, suggestions, active, filter } = input;
  const fault = filter?.problem ?? mistakes[0]?.message;
  const message = fault ?? partlyText(filter);
  const percent = percentSearched(input);
  render(
    html`
      <div class="filter-line">
        <div class="filter-box">
          <div class="filter-underlay" aria-hidden="true">${underlined(text, mistakes)}</div>
          <input
            type="search"
            class="field"
            spellcheck="false"
            autocomplete="off"
            aria-label="Filter frames"
            aria-autocomplete="list"
            aria-controls="filter-suggestions"
            aria-activedescendant=${active < 0 ? nothing : suggestionId(active)}
            aria-invalid=${fault === undefined ? nothing : 'true'}
            aria-describedby="filter-message"
            placeholder='Filter: text, "exact", /expression/, dir:in, size:>1k, $.type=="tick"'
            .value=${live(text)}
            @input=${(event: Event) => input.onInput((event.target as HTMLInputElement).value)}
            @scroll=${alignUnderlay}
            @keydown=${input.onKey}
            @focus=${input.onFocus}
            @blur=${input.onBlur}
          />
          ${suggestionList(suggestions, active, input.onTake)}
        </div>
        <button
          type="button"
          class="icon-button"
          aria-label="Clear filter"
          title="Clear filter (Escape)"
          ?hidden=${text === ''}
          @click=${input.onClear}
        >
          <span class="codicon codicon-clear-all" aria-hidden="true"></span>
        </button>
        <span class="filter-count" role="status" aria-label="Filter state"
          >${countText(input)}</span
        >
      </div>
      <progress
        class="filter-progress"
        aria-label="Search"
        max="100"
        .value=${percent ?? 0}
        ?hidden=${percent === undefined}
      ></progress>
      <p
        id="filter-message"
        class="filter-message ${filter?.problem === undefined ? 'warning' : 'error'}"
        ?hidden=${message === undefined}
      >
        ${message}
      </p>
    `,
    target,
  );
}

function suggestionId(index: number): string {
  return `filter-suggestion-${index}`;
}

/** A press would take the focus away before the click; nothing here needs it. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

function suggestionList(
  suggestions: FilterViewInput['suggestions'],
  active: number,
  onTake: (index: number) => void,
): TemplateResult {
  return html`<ul
    id="filter-suggestions"
    class="filter-suggestions"
    role="listbox"
    aria-label="Suggestions"
    ?hidden=${suggestions.length === 0}
    @mousedown=${keepFocus}
  >
    ${suggestions.map(
      ({ text, about }, index) =>
        html`<li
          id=${suggestionId(index)}
          role="option"
          aria-selected=${String(index === active)}
          @click=${() => onTake(index)}
        >
          <span class="suggestion">${text}</span> <span class="about">${about}</span>
        </li>`,
    )}
  </ul>`;
}

/** The same text again, to be underlined where it is wrong: an input cannot do that in itself. */
function underlined(text: string, mistakes: readonly FilterMistake[]): unknown[] {
  const parts: unknown[] = [];
  let at = 0;
  for (const { from, to } of mistakes) {
    const start = Math.max(at, from);
    if (start >= to) continue;
    parts.push(text.slice(at, start), html`<u>${text.slice(start, to)}</u>`);
    at = to;
  }
  return [...parts, text.slice(at)];
}

/** Text that is wider than the box scrolls, and the lines under it go along. */
function alignUnderlay(event: Event): void {
  const input = event.target as HTMLInputElement;
  const underlay = input.previousElementSibling;
  if (underlay) underlay.scrollLeft = input.scrollLeft;
}

/** A limit of the search that was reached. */
function partlyText(filter: FilterState | undefined): string | undefined {
  if (!filter?.partly) return undefined;
  const { rows, bytes } = filter.partly;
  const first = `first ${formatBytes(bytes)}`;
  if (rows === 1) return `1 long payload was searched only in its ${first}.`;
  return `${formatCount(rows)} long payloads were searched only in the ${first} of each.`;
}

function countText(input: FilterViewInput): string {
  const { filter, rows } = input;
  if (!filter || !rows) return '';
  const counts = `${formatCount(filter.matching - filter.first)} of ${formatCount(rows.total - rows.first)}`;
  const percent = percentSearched(input);
  return [
    counts,
    percent === undefined ? '' : `${percent} % searched`,
    filter.unfinished ? `${formatCount(filter.unfinished)} unfinished` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** How far a search has come that is under way; `undefined` while none is. */
function percentSearched({ filter, rows }: FilterViewInput): number | undefined {
  if (!filter || !rows || filter.problem !== undefined) return undefined;
  const percent = Math.floor((filter.searched / rows.total) * 100);
  // The last few rows of a flood are always still to come.
  return percent < 99 ? percent : undefined;
}
