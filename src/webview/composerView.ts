import { html, nothing, render, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { draftPayload } from '../protocol/draftPayload';
import { closeCodeMeaning, sendableCloseCodes } from './closeCodes';
import { formatBytes } from './format';
import { draftOf, type ComposerState, type DraftKind } from './viewState';

export interface ComposerInput {
  readonly composer: ComposerState;
  readonly canSend: boolean;
  /** Why nothing can be sent now, in words. */
  readonly whyNot: string;
  readonly onChange: (part: Partial<ComposerState>) => void;
  readonly onSend: () => void;
  readonly onHistory: (step: -1 | 1) => void;
}

const kinds: readonly {
  readonly kind: DraftKind;
  readonly title: string;
  readonly hint: string;
}[] = [
  { kind: 'text', title: 'Text', hint: 'Text to send' },
  { kind: 'json', title: 'JSON', hint: '{"key": "value"}' },
  { kind: 'hex', title: 'Binary (hex)', hint: '48 65 6c 6c 6f' },
  { kind: 'base64', title: 'Binary (base64)', hint: 'SGVsbG8=' },
  { kind: 'ping', title: 'Ping', hint: 'Payload of the ping, may be empty' },
  { kind: 'pong', title: 'Pong', hint: 'Payload of the pong, may be empty' },
  { kind: 'close', title: 'Close', hint: '' },
];

/** Where the user describes a frame and sends it. What is wrong with it shows while typing. */
export function composerView(input: ComposerInput, target: HTMLElement): void {
  const payload = draftPayload(draftOf(input.composer));
  const mayTell = payload.ok || hasText(input.composer);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (input.canSend && payload.ok) input.onSend();
  };
  render(
    html`<form
      class="composer-form"
      @submit=${onSubmit}
      @keydown=${(event: KeyboardEvent) => onKey(event, input, payload.ok)}
    >
      ${input.composer.kind === 'close' ? closeFields(input) : messageField(input, !payload.ok && mayTell)}
      <div class="composer-bar">
        ${kindField(input)}
        <span class="composer-hint" id="composer-hint" aria-live="polite">
          ${
            payload.ok
              ? payloadSize(payload.bytes.length)
              : mayTell
                ? html`<span class="mistake"
                    ><span class="codicon codicon-error" aria-hidden="true"></span>
                    ${payload.message}</span
                  >`
                : nothing
          }
        </span>
        ${input.canSend ? nothing : html`<span class="why-not">${input.whyNot}</span>`}
        <button
          type="submit"
          class="button"
          aria-describedby="composer-hint"
          ?disabled=${!input.canSend || !payload.ok}
          title="Send (Ctrl+Enter)"
        >
          Send
        </button>
      </div>
    </form>`,
    target,
  );
}

function payloadSize(bytes: number): TemplateResult | typeof nothing {
  return bytes === 0 ? nothing : html`${formatBytes(bytes)}`;
}

function hasText({ kind, message }: ComposerState): boolean {
  return kind === 'close' || message.trim() !== '';
}

function messageField({ composer, onChange }: ComposerInput, wrong: boolean): TemplateResult {
  const hint = kinds.find(({ kind }) => kind === composer.kind)?.hint ?? '';
  return html`<textarea
    class="field message"
    id="message"
    aria-label="Message"
    aria-describedby="composer-hint"
    aria-invalid=${wrong}
    rows="2"
    spellcheck="false"
    placeholder=${hint}
    .value=${live(composer.message)}
    @input=${(event: Event) => onChange({ message: valueOf(event) })}
  ></textarea>`;
}

function closeFields({ composer, onChange }: ComposerInput): TemplateResult {
  return html`<div class="close-fields">
    <label for="close-code">Close code</label>
    <input
      class="field close-code"
      id="close-code"
      list="close-codes"
      inputmode="numeric"
      autocomplete="off"
      placeholder="none"
      .value=${live(composer.closeCode)}
      @input=${(event: Event) => onChange({ closeCode: valueOf(event) })}
    />
    <datalist id="close-codes">
      ${sendableCloseCodes.map(
        (code) => html`<option value=${code}>${closeCodeMeaning(code)}</option>`,
      )}
    </datalist>
    <label for="close-reason">Reason</label>
    <input
      class="field close-reason"
      id="close-reason"
      autocomplete="off"
      placeholder="may be empty"
      .value=${live(composer.closeReason)}
      @input=${(event: Event) => onChange({ closeReason: valueOf(event) })}
    />
  </div>`;
}

function kindField({ composer, onChange }: ComposerInput): TemplateResult {
  return html`<select
    class="field kind"
    aria-label="Kind"
    .value=${live(composer.kind)}
    @change=${(event: Event) => onChange({ kind: valueOf(event) as DraftKind })}
  >
    ${kinds.map(
      ({ kind, title }) =>
        html`<option value=${kind} ?selected=${kind === composer.kind}>${title}</option>`,
    )}
  </select>`;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value;
}

function onKey(event: KeyboardEvent, input: ComposerInput, sendable: boolean): void {
  const sends = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
  const walks = event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown');
  if (!sends && !walks) return;
  event.preventDefault();
  event.stopPropagation();
  if (walks) input.onHistory(event.key === 'ArrowUp' ? -1 : 1);
  else if (input.canSend && sendable) input.onSend();
}
