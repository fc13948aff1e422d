import { html, nothing, render, type TemplateResult } from 'lit-html';

export interface ListToolsInput {
  readonly paused: boolean;
  readonly isEmpty: boolean;
  /** A filter shows rows of the whole capture, so that the view is neither paused nor cleared. */
  readonly isFiltered: boolean;
  readonly statisticsOpen: boolean;
  /** Whole messages are listed instead of frames. */
  readonly listsMessages: boolean;
  /** What is wrong with what stands in “Go to”; `undefined` if nothing. */
  readonly goToMistake: string | undefined;
  readonly onGoTo: (text: string) => void;
  readonly onLeave: () => void;
  readonly onPause: () => void;
  readonly onClear: () => void;
  readonly onSwitchList: () => void;
  readonly onStatistics: () => void;
  readonly onExport: () => void;
}

/** What can be done with the list as a whole. */
export function listTools(input: ListToolsInput, target: HTMLElement): void {
  const { paused, isFiltered, statisticsOpen, listsMessages, goToMistake } = input;
  render(
    html`
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
        name: 'Messages',
        title: listsMessages ? 'List frames (Ctrl+L)' : 'List messages instead of frames (Ctrl+L)',
        icon: 'comment',
        pressed: listsMessages,
        disabled: false,
        onClick: input.onSwitchList,
      })}
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
      <button
        type="button"
        class="icon-button"
        aria-label="Export…"
        title="Export rows to a file…"
        ?disabled=${input.isEmpty && !isFiltered}
        @click=${input.onExport}
      >
        <span class="codicon codicon-export" aria-hidden="true"></span>
      </button>
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
  /** The name unless told. */
  readonly title?: string;
  readonly icon: string;
  readonly pressed: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function toggle({ name, title = name, icon, pressed, disabled, onClick }: Toggle): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    aria-label=${name}
    title=${title}
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
