import { html, nothing, render, type TemplateResult } from 'lit-html';
import { formatCount } from './format';
import type { MarkedSpan } from './navigator';
import { spanText } from './spanFilter';
import type { ViewScope } from './viewScope';

export interface ListNoteInput {
  /** What is in view; `undefined` while a filter decides that. */
  readonly scope: ViewScope | undefined;
  /** What was done just now, in a sentence; `undefined` if there is nothing to say. */
  readonly said: string | undefined;
  /** A span of time that is marked; `undefined` if none is. */
  readonly span: MarkedSpan | undefined;
  readonly onResume: () => void;
  readonly onFilterToSpan: (span: MarkedSpan) => void;
  readonly onShowAll: () => void;
}

const allInView = { paused: false, heldBack: 0, hidden: 0 };

/** What is to be known of the view: rows held back, rows hidden, and what was done with rows. */
export function listNote(
  { scope, said, span, onResume, onShowAll, onFilterToSpan }: ListNoteInput,
  target: HTMLElement,
): void {
  const { paused, heldBack, hidden } = scope ?? allInView;
  target.hidden = !paused && hidden === 0 && said === undefined && !span;
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
      ${
        span
          ? html`<span>
              ${rowsOf(span)} ${link('Filter to span', () => onFilterToSpan(span))}
            </span>`
          : nothing
      }
      ${said === undefined ? nothing : html`<span>${said}</span>`}
    `,
    target,
  );
}

function rowsHidden(count: number): string {
  return count === 1
    ? '1 row before is hidden, and still captured.'
    : `${formatCount(count)} rows before are hidden, and still captured.`;
}

function rowsOf({ count, ...span }: MarkedSpan): string {
  const [from = '', to = ''] = spanText(span).split('..');
  return `${formatCount(count)} ${count === 1 ? 'row' : 'rows'} from ${from} to ${to}`;
}

function link(title: string, onClick: () => void): TemplateResult {
  return html`<button type="button" class="link-button" @click=${onClick}>${title}</button>`;
}
