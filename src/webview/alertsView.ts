import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Problem } from '../protocol/connectionSnapshot';
import type { PanelState } from './panelState';

export interface AlertsInput {
  readonly state: PanelState;
  readonly onConnectUnchecked: () => void;
  readonly onDismissFailure: () => void;
}

/** The problem for which the panel offers to connect without checking the certificate. */
const untrustedCertificate = 'untrusted-certificate';
/** The problem after which everything can be started anew. */
const inspectorEnded = 'inspector-ended';

type Severity = 'error' | 'warning' | 'info';

/**
 * What the user must know before anything else: each alert says what happened and what to do. The
 * problem of the last attempt makes way for what just went wrong with something the user asked for.
 */
export function alertsView(input: AlertsInput, target: HTMLElement): void {
  const { state } = input;
  const problem = state.snapshot?.problem;
  render(
    html`
      ${state.otherVersion ? otherVersionAlert : nothing}
      ${state.hostAlive ? nothing : hostGoneAlert}
      ${problem && state.hostAlive && state.failure === undefined ? problemAlert(problem, input) : nothing}
      ${state.rowsLost ? rowsLostAlert : nothing}
      ${sentenceAlert('warning', state.snapshot?.storage?.problem)}
      ${sentenceAlert('info', state.snapshot?.stored?.repaired)}
      ${state.failure === undefined ? nothing : failureAlert(state.failure, input)}
    `,
    target,
  );
}

function alert(severity: Severity, content: unknown): TemplateResult {
  return html`<div class="alert ${severity}" role="alert">
    <span class="codicon codicon-${severity}" aria-hidden="true"></span>
    <div class="alert-content">${content}</div>
  </div>`;
}

function sentenceAlert(
  severity: Severity,
  sentence: string | undefined,
): TemplateResult | typeof nothing {
  return sentence ? alert(severity, html`<p>${sentence}</p>`) : nothing;
}

const reloadLink = html`<a href="command:workbench.action.reloadWindow">Reload the window</a>`;

const otherVersionAlert = alert(
  'error',
  html`<p>This panel belongs to another version of the extension. ${reloadLink}.</p>`,
);

const hostGoneAlert = alert(
  'error',
  html`<p>
    The extension host has stopped. The connection went with it, and nothing here is live any more.
    ${reloadLink} to start again.
  </p>`,
);

const rowsLostAlert = alert(
  'info',
  html`<p>
    The rows of this panel are gone: its capture is no longer on disk. Connect again to see new
    ones.
  </p>`,
);

function problemAlert(problem: Problem, { onConnectUnchecked }: AlertsInput): TemplateResult {
  const offersUnchecked = problem.code === untrustedCertificate;
  return alert(
    'error',
    html`
      <p>${problem.message}</p>
      ${
        problem.detail === undefined
          ? nothing
          : html`<details>
              <summary>Details</summary>
              <pre tabindex="0" aria-label="Details of the problem">${problem.detail}</pre>
            </details>`
      }
      ${
        offersUnchecked
          ? html`<button type="button" class="button secondary" @click=${onConnectUnchecked}>
              Connect without checking the certificate
            </button>`
          : nothing
      }
      ${problem.code === inspectorEnded ? html`<p>${reloadLink} to start everything anew.</p>` : nothing}
    `,
  );
}

function failureAlert(failure: string, { onDismissFailure }: AlertsInput): TemplateResult {
  return alert(
    'error',
    html`<p>${failure}</p>
      <button
        type="button"
        class="icon-button"
        aria-label="Dismiss"
        title="Dismiss"
        @click=${onDismissFailure}
      >
        <span class="codicon codicon-close" aria-hidden="true"></span>
      </button>`,
  );
}
