import { html, nothing, render, type TemplateResult } from 'lit-html';
import { formatCount } from './format';
import type { TimelineMeasure } from './timeline';
import type { ViewScope } from './viewScope';

export interface ListToolsInput {
  readonly measure: TimelineMeasure;
  readonly paused: boolean;
  readonly isEmpty: boolean;
  /** A filter shows rows of the whole capture, so that the view is neither paused nor cleared. */
  readonly isFiltered: boolean;
  readonly statisticsOpen: boolean;
  /** What is wrong with what stands in “Go to”; `undefined` if nothing. */
  readonly goToMistake: string | undefined;
  readonly onMeasure: (measure: TimelineMeasure) => void;
  readonly onGoTo: (text: string) => void;
  readonly onLeave: () => void;
  readonly onPause: () => void;
  readonly onClear: () => void;
  readonly onStatistics: () => void;
}

const measures = [
  { measure: 'frames', title: 'Frames' },
  { measure: 'bytes', title: 'Bytes' },
] as const;

/** What can be done with the list as a whole. */
export function listTools(input: ListToolsInput, target: HTMLElement): void {
  const { paused, isFiltered, statisticsOpen, goToMistake } = input;
  render(
    html`
      <div class="choice" role="group" aria-label="Timeline of">
        ${measures.map(
          ({ measure, title }) =>
            html`<button
              type="button"
              aria-pressed=${input.measure === measure}
              @click=${() => input.onMeasure(measure)}
            >
              ${title}
            </button>`,
        )}
      </div>
      <input
        class="field go-to"
        aria-label="Go to row or time"
        aria-invalid=${goToMistake !== undefined}
        aria-describedby=${goToMistake === undefined ? nothing : 'go-to-mistake'}
        placeholder="Go to…"
        title="Go to a row (#1234), a time (12.5s, 1:23) or the end (Ctrl+G)"
        spellcheck="false"
        autocomplete="off"
        @keydown=${(event: KeyboardEvent) => onGoToKey(event, input)}
      />
      ${toggle({
        name: 'Pause view',
        icon: paused ? 'debug-continue' : 'debug-pause',
        pressed: paused,
        disabled: isFiltered,
        onClick: input.onPause,
      })}
      <button
        type="button"
        class="icon-button"
        aria-label="Clear view"
        title="Clear view (what was captured stays)"
        ?disabled=${input.isEmpty || isFiltered}
        @click=${input.onClear}
      >
        <span class="codicon codicon-clear-all" aria-hidden="true"></span>
      </button>
      ${toggle({
        name: 'Statistics',
        icon: 'graph',
        pressed: statisticsOpen,
        disabled: false,
        onClick: input.onStatistics,
      })}
      ${
        goToMistake === undefined
          ? nothing
          : html`<span class="go-to-mistake" id="go-to-mistake" role="alert">${goToMistake}</span>`
      }
    `,
    target,
  );
}

interface Toggle {
  readonly name: string;
  readonly icon: string;
  readonly pressed: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function toggle({ name, icon, pressed, disabled, onClick }: Toggle): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    aria-label=${name}
    title=${name}
    aria-pressed=${pressed}
    ?disabled=${disabled}
    @click=${onClick}
  >
    <span class="codicon codicon-${icon}" aria-hidden="true"></span>
  </button>`;
}

function onGoToKey(event: KeyboardEvent, { onGoTo, onLeave }: ListToolsInput): void {
  const field = event.target as HTMLInputElement;
  if (event.key === 'Enter') onGoTo(field.value);
  else if (event.key === 'Escape') onLeave();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

export interface ListNoteInput {
  /** What is in view; `undefined` while a filter decides that. */
  readonly scope: ViewScope | undefined;
  /** What became of copying; `undefined` if there is nothing to say. */
  readonly copied: string | undefined;
  readonly onResume: () => void;
  readonly onShowAll: () => void;
}

const allInView = { paused: false, heldBack: 0, hidden: 0 };

/** What is to be known of the view: rows held back, rows hidden, rows copied. */
export function listNote(
  { scope, copied, onResume, onShowAll }: ListNoteInput,
  target: HTMLElement,
): void {
  const { paused, heldBack, hidden } = scope ?? allInView;
  target.hidden = !paused && hidden === 0 && copied === undefined;
  render(
    html`
      ${
        paused
          ? html`<span>
              <span class="codicon codicon-debug-pause" aria-hidden="true"></span>
              Paused · ${formatCount(heldBack)} new ${link('Resume', onResume)}
            </span>`
          : nothing
      }
      ${
        hidden > 0
          ? html`<span>${rowsHidden(hidden)} ${link('Show all', onShowAll)}</span>`
          : nothing
      }
      ${copied === undefined ? nothing : html`<span>${copied}</span>`}
    `,
    target,
  );
}

function rowsHidden(count: number): string {
  return count === 1
    ? '1 row before is hidden, and still captured.'
    : `${formatCount(count)} rows before are hidden, and still captured.`;
}

function link(title: string, onClick: () => void): TemplateResult {
  return html`<button type="button" class="link-button" @click=${onClick}>${title}</button>`;
}
