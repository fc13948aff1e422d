import { html, nothing, render, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { CheckSnapshot } from '../protocol/checkPanelProtocol';
import { checkChapter, verdictLooks } from './checkChapter';
import { moveAmongChecks } from './checkKeys';
import type { CheckPageState } from './checkPage';
import { countResults, shownChapters, type ShownChapter, type VerdictFilter } from './checkView';
import { formatCount } from './format';

export interface CheckTemplateInput extends CheckPageState {
  readonly onStart: (acceptUntrustedCertificate: boolean) => void;
  readonly onStop: () => void;
  readonly onExport: () => void;
  readonly onFilter: (filter: VerdictFilter) => void;
  /** The user opened or closed a chapter, named by its title, or a check, named by its id. */
  readonly onOpen: (what: string, isOpen: boolean) => void;
}

/** The problem for which the page offers to go on without checking the certificate. */
const untrustedCertificate = 'untrusted-certificate';

/** Draws the page of a check. */
export function checkTemplate(input: CheckTemplateInput, root: HTMLElement): void {
  const { snapshot } = input;
  render(
    html`
      <header class="bar check-bar">
        ${addressLine(input)} ${stateLine(input)}
        ${snapshot?.state === 'running' ? progress(snapshot) : nothing}
      </header>
      <div class="alerts">${alerts(input)}</div>
      ${input.results.length === 0 ? nothing : filterBar(input)}
      <main class="checks" aria-label="Checks" @keydown=${moveAmongChecks}>${chapters(input)}</main>
    `,
    root,
  );
}

function addressLine(input: CheckTemplateInput): TemplateResult {
  const { snapshot, hostAlive } = input;
  const isOver = snapshot?.state === 'done' || snapshot?.state === 'stopped';
  return html`<div class="address-line">
    <h1 class="checked-address" title=${snapshot?.url ?? ''}>${snapshot?.url ?? ''}</h1>
    <button
      type="button"
      class="button secondary"
      ?disabled=${!isOver || !hostAlive}
      @click=${input.onExport}
    >
      Export as Markdown
    </button>
    ${runButton(input)}
  </div>`;
}

function runButton({ snapshot, hostAlive, onStart, onStop }: CheckTemplateInput): TemplateResult {
  const disabled = !snapshot || !hostAlive;
  if (snapshot?.state === 'running') {
    return html`<button
      type="button"
      class="button secondary"
      ?disabled=${disabled}
      @click=${onStop}
    >
      Stop
    </button>`;
  }
  return html`<button
    type="button"
    class="button"
    ?disabled=${disabled}
    @click=${() => onStart(false)}
  >
    Check again
  </button>`;
}

function stateLine({ snapshot, hostAlive }: CheckTemplateInput): TemplateResult {
  const runs = snapshot?.state === 'running' && hostAlive;
  return html`<div class="state-line" role="status" aria-label="Check state">
    <span class="state">
      ${
        runs
          ? html`<span
              class="codicon codicon-sync codicon-modifier-spin"
              aria-hidden="true"
            ></span>`
          : nothing
      }
      <span>${snapshot ? stateText(snapshot) : ''}</span>
    </span>
    ${snapshot?.facts ? html`<span class="server-facts">${snapshot.facts}</span>` : nothing}
  </div>`;
}

function stateText({ state, done, total, durationMs }: CheckSnapshot): string {
  const seconds = (durationMs / 1000).toFixed(1);
  switch (state) {
    case 'ready':
      return 'Not checked yet';
    case 'running':
      return total === 0 ? 'Finding out about the server…' : 'Checking…';
    case 'done':
      return `${formatCount(done)} checks in ${seconds} s.`;
    case 'stopped':
      return `Stopped after ${formatCount(done)} of ${formatCount(total)} checks, in ${seconds} s.`;
    case 'failed':
      return done === 0 ? 'Not checked' : `Ended after ${formatCount(done)} checks`;
  }
}

function progress({ done, total }: CheckSnapshot): TemplateResult {
  return html`<progress
    class="check-progress"
    aria-label="Checks done"
    max=${total || 1}
    value=${done}
  ></progress>`;
}

function alerts(input: CheckTemplateInput): unknown {
  const { snapshot, hostAlive, failure } = input;
  if (!hostAlive) {
    return alert(
      html`<p>
        The extension host has stopped.
        <a href="command:workbench.action.reloadWindow">Reload the window</a> to start again.
      </p>`,
    );
  }
  const problem = snapshot?.problem;
  return [
    problem &&
      alert(
        html`<p>${problem.message}</p>
          ${problem.code === untrustedCertificate ? uncheckedButton(input) : nothing}`,
      ),
    failure === undefined ? undefined : alert(html`<p>${failure}</p>`),
  ];
}

function uncheckedButton({ onStart }: CheckTemplateInput): TemplateResult {
  return html`<button type="button" class="button secondary" @click=${() => onStart(true)}>
    Check without checking the certificate
  </button>`;
}

function alert(content: TemplateResult): TemplateResult {
  return html`<div class="alert error" role="alert">
    <span class="codicon codicon-error" aria-hidden="true"></span>
    <div class="alert-content">${content}</div>
  </div>`;
}

const filterNames: Readonly<Record<VerdictFilter, string>> = {
  all: 'All',
  fail: 'Failed',
  unclear: 'Unclear',
  pass: 'Passed',
};

function filterBar({ results, view, onFilter }: CheckTemplateInput): TemplateResult {
  const counts = countResults(results);
  const filters = Object.keys(filterNames) as VerdictFilter[];
  return html`<div class="check-filter">
    <div class="choice" role="group" aria-label="Show">
      ${filters.map(
        (filter) =>
          html`<button
            type="button"
            aria-pressed=${view.filter === filter}
            @click=${() => onFilter(filter)}
          >
            ${
              filter === 'all'
                ? nothing
                : html`<span
                    class="codicon codicon-${verdictLooks[filter].icon} verdict ${filter}"
                    aria-hidden="true"
                  ></span>`
            }
            ${filterNames[filter]}
            <span class="count">${formatCount(counts[filter])}</span>
          </button>`,
      )}
    </div>
  </div>`;
}

function chapters({ snapshot, results, view, onOpen }: CheckTemplateInput): unknown {
  const shown = shownChapters(results, view.filter);
  if (shown.length === 0) return emptyText(snapshot, results.length > 0);
  // Whoever asks for what failed wants to see it, and what failed is what a check is made for:
  // those chapters need not be opened first.
  const opensByItself = ({ results: all }: ShownChapter) =>
    view.filter !== 'all' || all.some(({ verdict }) => verdict === 'fail');
  return keyed(
    view.filter,
    repeat(
      shown,
      ({ title }) => title,
      (chapter) =>
        checkChapter({
          chapter,
          openByItself: opensByItself(chapter),
          opened: view.opened,
          onOpen,
        }),
    ),
  );
}

function emptyText(snapshot: CheckSnapshot | undefined, isFiltered: boolean): unknown {
  if (isFiltered) return html`<p class="no-checks">No check came to this.</p>`;
  if (snapshot?.state !== 'running') return nothing;
  return html`<p class="no-checks">
    Each check sends something on a connection of its own, some of it against the rules, and looks
    at what comes back.
  </p>`;
}
