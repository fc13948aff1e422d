import { html, nothing, render, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { ConnectionSnapshot, ConnectionState } from '../protocol/connectionSnapshot';
import { closeCodeMeaning } from './closeCodes';
import { formatBytes, formatDuration } from './format';
import { isUsable, openForMs, type PanelState } from './panelState';

export interface ConnectionBarInput {
  readonly state: PanelState;
  readonly url: string;
  readonly nowMs: number;
  /** Whether the connection's options show. */
  readonly optionsOpen: boolean;
  /** How many of them are not the usual ones. */
  readonly optionsChanged: number;
  readonly onUrl: (url: string) => void;
  readonly onConnect: () => void;
  readonly onCancel: () => void;
  readonly onDisconnect: () => void;
  readonly onOptions: () => void;
}

const stateLooks: Readonly<Record<ConnectionState, { icon: string; text: string }>> = {
  idle: { icon: 'circle-outline', text: 'Not connected' },
  connecting: { icon: 'sync', text: 'Connecting…' },
  open: { icon: 'circle-filled', text: 'Open' },
  closing: { icon: 'sync', text: 'Closing…' },
  closed: { icon: 'circle-slash', text: 'Closed' },
};

const storedLook = { icon: 'archive' };

/** The address field with its one button, and the line that says how the connection is. */
export function connectionBar(input: ConnectionBarInput, target: HTMLElement): void {
  const { state, url } = input;
  const connected = !['idle', 'closed'].includes(state.snapshot?.state ?? 'idle');
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (!connected && isUsable(state)) input.onConnect();
  };
  render(
    html`
      <form class="address-line" @submit=${onSubmit}>
        <input
          class="field address"
          id="address"
          aria-label="WebSocket URL"
          type="text"
          inputmode="url"
          spellcheck="false"
          autocomplete="off"
          placeholder="ws://localhost:6455/"
          .value=${live(url)}
          ?readonly=${connected}
          @input=${(event: Event) => input.onUrl((event.target as HTMLInputElement).value)}
        />
        ${optionsButton(input)} ${stateButton(input)}
      </form>
      ${stateLine(input)}
    `,
    target,
  );
}

function optionsButton({
  optionsOpen,
  optionsChanged,
  onOptions,
}: ConnectionBarInput): TemplateResult {
  const title = `Connection options${optionsChanged === 0 ? '' : ` (${optionsChanged} changed)`}`;
  return html`<button
    type="button"
    class="icon-button options-button"
    aria-label="Connection options"
    title=${title}
    aria-expanded=${optionsOpen}
    @click=${onOptions}
  >
    <span class="codicon codicon-settings-gear" aria-hidden="true"></span>
    ${optionsChanged === 0 ? nothing : html`<span class="badge">${optionsChanged}</span>`}
  </button>`;
}

function stateButton(input: ConnectionBarInput): TemplateResult {
  const disabled = !isUsable(input.state);
  switch (input.state.snapshot?.state ?? 'idle') {
    case 'connecting':
      return html`<button
        type="button"
        class="button secondary"
        ?disabled=${disabled}
        @click=${input.onCancel}
      >
        Cancel
      </button>`;
    case 'open':
    case 'closing':
      return html`<button
        type="button"
        class="button secondary"
        ?disabled=${disabled}
        @click=${input.onDisconnect}
      >
        Disconnect
      </button>`;
    case 'idle':
    case 'closed':
      return html`<button type="submit" class="button" ?disabled=${disabled}>Connect</button>`;
  }
}

function stateLine({ state, nowMs }: ConnectionBarInput): TemplateResult {
  const { snapshot, hostAlive } = state;
  const look = snapshot?.stored ? storedLook : stateLooks[snapshot?.state ?? 'idle'];
  const spins = look.icon === 'sync' && hostAlive;
  const duration = openForMs(state, nowMs);
  const name = hostAlive ? (snapshot?.state ?? 'idle') : 'unknown';
  const icon = hostAlive ? look.icon : 'debug-disconnect';
  return html`<div class="state-line" role="status" aria-label="Connection state">
    <span class="state" data-state=${name}>
      <span
        class="codicon codicon-${icon} ${spins ? 'codicon-modifier-spin' : ''}"
        aria-hidden="true"
      ></span>
      <span>${hostAlive ? stateText(snapshot) : 'Not known: the extension host has stopped'}</span>
    </span>
    ${duration === undefined ? nothing : durationFact(duration)}
    ${snapshot?.subprotocol ? fact('Subprotocol', snapshot.subprotocol) : nothing}
    ${snapshot?.extensions ? fact('Extensions', snapshot.extensions) : nothing}
    ${storageFact(snapshot)} ${pressureFact(snapshot)} ${memoryFact(snapshot)}
  </div>`;
}

function stateText(snapshot: ConnectionSnapshot | undefined): string {
  if (snapshot?.stored) return `Capture of ${snapshot.url}`;
  const { text } = stateLooks[snapshot?.state ?? 'idle'];
  if (snapshot?.state !== 'closed') return text;
  if (snapshot.openForMs === undefined) return 'Not connected: the attempt failed';
  if (!snapshot.close) return text;
  const { code, reason } = snapshot.close;
  const words = `${text}: ${code}, ${closeCodeMeaning(code)}`;
  return reason ? `${words}, “${reason}”` : words;
}

function fact(name: string, value: string): TemplateResult {
  return html`<span class="fact" title="${name}: ${value}"
    ><span class="fact-name">${name}</span> <span class="fact-value">${value}</span></span
  >`;
}

/** The duration changes each second; a screen reader that asks for it gets it, none is told. */
function durationFact(milliseconds: number): TemplateResult {
  return html`<span
    class="fact"
    role="timer"
    aria-live="off"
    title="How long the connection is open"
    ><span class="codicon codicon-clockface" aria-hidden="true"></span>
    <span class="fact-value">${formatDuration(milliseconds)}</span></span
  >`;
}

/** Where the capture is, and how much of the disk it takes. */
function storageFact(snapshot: ConnectionSnapshot | undefined): TemplateResult | typeof nothing {
  if (!snapshot?.storage) return nothing;
  const { bytesOnDisk, path, problem } = snapshot.storage;
  if (problem !== undefined) return warningFact('In memory only', problem);
  return html`<span class="fact" aria-live="off" title="Captured, payloads included, in ${path}"
    ><span class="codicon codicon-database" aria-hidden="true"></span>
    <span class="fact-value">${formatBytes(bytesOnDisk)} on disk</span></span
  >`;
}

function pressureFact(snapshot: ConnectionSnapshot | undefined): TemplateResult | typeof nothing {
  if (!snapshot?.slowedDown) return nothing;
  return warningFact(
    'Slowed down: this machine cannot keep up',
    'The other end has to wait until what it sent is worked off. Nothing is lost.',
  );
}

function warningFact(text: string, title: string): TemplateResult {
  return html`<span class="fact warning" title=${title}
    ><span class="codicon codicon-warning" aria-hidden="true"></span>
    <span class="fact-value">${text}</span></span
  >`;
}

/** The part of the memory above which it is called full: what is read at once also goes at once. */
const fullPart = 0.9;

function memoryFact(snapshot: ConnectionSnapshot | undefined): TemplateResult | typeof nothing {
  if (!snapshot || snapshot.rows.first === 0) return nothing;
  const { used, limit } = snapshot.memory;
  // That rows went before is told above the list.
  if (used < limit * fullPart) return nothing;
  return html`<span class="fact warning" aria-live="off"
    ><span class="codicon codicon-warning" aria-hidden="true"></span>
    <span class="fact-value"
      >Memory full: ${formatBytes(used)} of ${formatBytes(limit)} for all captures, oldest rows
      go</span
    ></span
  >`;
}
