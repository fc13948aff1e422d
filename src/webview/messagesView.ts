import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { longestSavedName, type SavedMessage } from '../protocol/savedMessage';
import type { ComposerState } from './composerState';
import { draftInComposer } from './draftInComposer';
import { iconButton, valueOf } from './fields';
import { kindTitle } from './kindField';

export interface MessagesInput {
  /** `undefined` until the host has told them. */
  readonly saved: readonly SavedMessage[] | undefined;
  /** What was sent, oldest first. */
  readonly history: readonly ComposerState[];
  /** The name under which to save, as it was typed. */
  readonly name: string;
  /** Why what stands in the composer cannot be saved; empty if it can. */
  readonly whyNotSave: string;
  readonly onName: (name: string) => void;
  readonly onSave: () => void;
  readonly onDelete: (name: string) => void;
  readonly onLoad: (composer: ComposerState) => void;
}

/** Most characters of a message that stand in a list. */
const shownText = 80;

/** Messages to take up again: those that the user saved, and those that were sent. */
export function messagesView(input: MessagesInput): TemplateResult {
  return html`<div class="message-lists">
    <section aria-label="Saved messages">${savedList(input)}</section>
    <section aria-label="Sent messages">
      <h3>Sent</h3>
      ${
        input.history.length === 0
          ? html`<p class="hint">Nothing was sent from here yet.</p>`
          : html`<ul class="messages">
              ${input.history
                .toReversed()
                .map((sent) => html`<li>${loadButton('', sent, input.onLoad)}</li>`)}
            </ul>`
      }
    </section>
  </div>`;
}

function savedList(input: MessagesInput): TemplateResult {
  const { saved, onDelete, onLoad } = input;
  return html`<h3>Saved</h3>
    ${saveFields(input)}
    ${
      saved === undefined
        ? html`<p class="hint">Reading…</p>`
        : html`<ul class="messages">
            ${saved.map(
              ({ name, draft }) =>
                html`<li>
                  ${loadButton(name, draftInComposer(draft), onLoad)}
                  ${iconButton('trash', `Delete ${name}`, () => onDelete(name))}
                </li>`,
            )}
          </ul>`
    }`;
}

function saveFields({ name, whyNotSave, onName, onSave }: MessagesInput): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (whyNotSave === '') onSave();
  };
  return html`<div class="save-line">
      <input
        class="field"
        aria-label="Name"
        placeholder="Name of what is in the composer"
        maxlength=${longestSavedName}
        aria-describedby="why-not-save"
        .value=${live(name)}
        @input=${(event: Event) => onName(valueOf(event))}
        @keydown=${onKey}
      />
      <button
        type="button"
        class="button secondary"
        ?disabled=${whyNotSave !== '' || name.trim() === ''}
        @click=${onSave}
      >
        Save
      </button>
    </div>
    <p class="hint" id="why-not-save">${whyNotSave || nothing}</p>`;
}

function loadButton(
  name: string,
  composer: ComposerState,
  onLoad: MessagesInput['onLoad'],
): TemplateResult {
  return html`<button type="button" class="message-item" @click=${() => onLoad(composer)}>
    <span class="message-kind">${kindTitle(composer.kind)}</span>
    ${name === '' ? nothing : html`<strong>${name}</strong>`}
    <span class="message-text">${textOf(composer)}</span>
  </button>`;
}

function textOf({ kind, message, closeCode, closeReason, file }: ComposerState): string {
  if (kind === 'file') return file?.name ?? '';
  if (kind === 'close') return `${closeCode} ${closeReason}`;
  return message.slice(0, shownText).replaceAll(/\s+/g, ' ');
}
