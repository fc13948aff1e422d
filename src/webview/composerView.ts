import { html, nothing, render, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { longestCloseReason } from '../protocol/draftPayload';
import type { RepeatState } from '../protocol/repeat';
import { closeCodeMeaning, sendableCloseCodes } from './closeCodes';
import type { ComposedDraft, ComposerField } from './composedDraft';
import { hasEncoding, type ComposerState, type Encoding } from './composerState';
import type { ConsentQuestion } from './consent';
import { bareChoice, secondaryButton, valueOf } from './fields';
import { formatBytes } from './format';
import { prettyJson } from './jsonText';
import { kindField, kindHint } from './kindField';
import { laboratoryView } from './laboratoryView';
import { optionsInUse } from './optionsInUse';
import { repeatLine } from './repeatView';
import type { ComposerSection } from './viewState';

export interface ComposerInput {
  readonly composer: ComposerState;
  readonly composed: ComposedDraft;
  readonly canSend: boolean;
  /** Why nothing can be sent now, in words. */
  readonly whyNot: string;
  readonly section: ComposerSection;
  /** What the open section shows. */
  readonly sectionContent: TemplateResult | typeof nothing;
  readonly question: ConsentQuestion | undefined;
  readonly repeat: RepeatState | undefined;
  readonly onChange: (part: Partial<ComposerState>) => void;
  /** The user wants to send what stands there now, which may have changed since it was drawn. */
  readonly onSend: () => void;
  readonly onHistory: (step: -1 | 1) => void;
  readonly onSection: (section: ComposerSection) => void;
  readonly onChooseFile: () => void;
  readonly onStopRepeat: () => void;
}

/** The field that the user begins with, whatever the kind. */
export const firstField = '.first-field';

/** Where the user describes a frame and sends it. What is wrong with it shows while typing. */
export function composerView(input: ComposerInput, target: HTMLElement): void {
  const { composer, composed, canSend, question } = input;
  const onSubmit = (event: Event) => {
    event.preventDefault();
    input.onSend();
  };
  render(
    html`<form
      class="composer-form"
      @submit=${onSubmit}
      @keydown=${(event: KeyboardEvent) => onKey(event, input)}
    >
      ${question ? questionView(question) : nothing}
      <div class="composer-line">
        ${kindField(composer.kind, (kind) => input.onChange({ kind }))} ${mainField(input)}
        <button
          type="submit"
          class="button"
          aria-describedby="composer-hint"
          ?disabled=${!canSend || !composed.ok}
          title="Send (Ctrl+Enter)"
        >
          Send
        </button>
      </div>
      <div class="composer-bar">
        ${encodingField(input)}
        <span class="composer-hint" id="composer-hint" aria-live="polite">${hint(input)}</span>
        ${formatButton(input)}
        ${canSend ? nothing : html`<span class="why-not">${input.whyNot}</span>`}
        ${sectionButtons(input)}
      </div>
      ${repeatLine(input.repeat, input.onStopRepeat)}
      ${
        composer.kind === 'frame'
          ? laboratoryView({
              header: composer.header,
              mistake: composed.ok ? undefined : composed,
              onChange: (header) => input.onChange({ header }),
            })
          : nothing
      }
      <div class="composer-section" id="composer-section" ?hidden=${input.section === ''}>
        ${input.sectionContent}
      </div>
    </form>`,
    target,
  );
}

function questionView({ sentence, answer }: ConsentQuestion): TemplateResult {
  return html`<div
    class="alert question"
    role="alertdialog"
    aria-label="Confirm sending"
    aria-describedby="question"
  >
    <span class="codicon codicon-warning" aria-hidden="true"></span>
    <div class="alert-content">
      <p id="question">${sentence}</p>
      <button type="button" class="button secondary decline" @click=${() => answer(false)}>
        Do not send
      </button>
      ${secondaryButton('Send all the same', () => answer(true))}
    </div>
  </div>`;
}

function mainField(input: ComposerInput): TemplateResult {
  const { kind } = input.composer;
  if (kind === 'close') return closeFields(input);
  return kind === 'file' ? fileField(input) : messageField(input);
}

/** What is wrong in a field of the line; `undefined` if nothing, or if nothing stands there yet. */
function mistakeIn({ composer, composed }: ComposerInput, ...fields: ComposerField[]) {
  if (composed.ok || !fields.includes(composed.field)) return undefined;
  const isEmpty = composed.field === 'message' && composer.message.trim() === '';
  return isEmpty || composed.field === 'file' ? undefined : composed;
}

function messageField(input: ComposerInput): TemplateResult {
  const { composer, onChange } = input;
  return html`<textarea
    class="field message first-field"
    id="message"
    aria-label="Message"
    aria-describedby="composer-hint"
    aria-invalid=${mistakeIn(input, 'message') !== undefined}
    rows="1"
    spellcheck="false"
    placeholder=${kindHint(composer.kind)}
    .value=${live(composer.message)}
    @input=${(event: Event) => onChange({ message: valueOf(event) })}
  ></textarea>`;
}

function closeFields(input: ComposerInput): TemplateResult {
  const { composer, onChange } = input;
  return html`<div class="close-fields">
    <label for="close-code">Close code</label>
    <input
      class="field close-code first-field"
      id="close-code"
      list="close-codes"
      inputmode="numeric"
      autocomplete="off"
      placeholder="none"
      aria-describedby="composer-hint"
      aria-invalid=${mistakeIn(input, 'closeCode') !== undefined}
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
      aria-describedby="composer-hint"
      aria-invalid=${mistakeIn(input, 'closeReason') !== undefined}
      .value=${live(composer.closeReason)}
      @input=${(event: Event) => onChange({ closeReason: valueOf(event) })}
    />
  </div>`;
}

function fileField({ composer: { file }, onChooseFile }: ComposerInput): TemplateResult {
  return html`<div class="file-field">
    <button
      type="button"
      class="button secondary first-field"
      aria-describedby="composer-hint"
      @click=${onChooseFile}
    >
      Choose file…
    </button>
    <span class="file-name">${file ? file.name : 'No file chosen'}</span>
  </div>`;
}

const encodingTitles: readonly (readonly [Encoding, string])[] = [
  ['text', 'as text'],
  ['hex', 'as hex'],
  ['base64', 'as base64'],
];

function encodingField({ composer, onChange }: ComposerInput): TemplateResult | typeof nothing {
  if (!hasEncoding(composer.kind)) return nothing;
  return bareChoice({
    id: 'encoding',
    label: 'Payload written',
    value: composer.encoding,
    choices: encodingTitles,
    onChoose: (encoding) => onChange({ encoding }),
  });
}

/** The fields that stand in the section "Options", which says what is wrong with them while it is open. */
const optionFields: readonly ComposerField[] = ['parts', 'cutAt', 'between'];

/** How much it is, or what is wrong with it. */
function hint(input: ComposerInput): TemplateResult | typeof nothing {
  const { composer, composed } = input;
  const mistake = mistakeIn(input, 'message', 'closeCode', 'closeReason');
  if (mistake) {
    const { at } = mistake;
    return html`<span class="mistake"
        ><span class="codicon codicon-error" aria-hidden="true"></span> ${mistake.message}</span
      >
      ${
        at === undefined
          ? nothing
          : html`<button type="button" class="link-button" @click=${() => showPlace(at)}>
              Show place
            </button>`
      }`;
  }
  const hidden = input.section === 'options' ? undefined : mistakeIn(input, ...optionFields);
  if (hidden) {
    return html`<span class="mistake"
        ><span class="codicon codicon-error" aria-hidden="true"></span> ${hidden.message}</span
      >
      <button type="button" class="link-button" @click=${() => input.onSection('options')}>
        Open options
      </button>`;
  }
  if (!composed.ok) return nothing;
  if (composer.kind === 'close') {
    return html`Reason: ${Math.max(0, composed.size - 2)} of ${longestCloseReason} bytes`;
  }
  const size = composed.size === 0 ? [] : [formatBytes(composed.size)];
  const options = optionsInUse(composer);
  return html`${[...size, ...(options === '' ? [] : [options])].join(', ')}`;
}

/** Puts the caret before the mistake, and selects the character that it is. */
function showPlace(at: number): void {
  const field = document.querySelector<HTMLTextAreaElement>('#message');
  field?.focus();
  field?.setSelectionRange(at, at + 1);
}

function formatButton({ composer, composed, onChange }: ComposerInput) {
  if (composer.kind !== 'json' || !composed.ok) return nothing;
  const onFormat = () => onChange({ message: prettyJson(composer.message) ?? composer.message });
  return html`<button type="button" class="link-button" @click=${onFormat}>Format</button>`;
}

const sections: readonly (readonly [ComposerSection, string, string])[] = [
  ['options', 'Options', 'settings'],
  ['repeat', 'Repeat', 'sync'],
  ['messages', 'Saved', 'history'],
  ['preview', 'Preview', 'file-binary'],
];

function sectionButtons({ section, onSection }: ComposerInput): TemplateResult {
  return html`<div class="section-buttons" role="group" aria-label="More about the message">
    ${sections.map(
      ([id, name, icon]) =>
        html`<button
          type="button"
          class="section-button"
          aria-label=${name}
          title=${name}
          aria-expanded=${section === id}
          aria-controls="composer-section"
          @click=${() => onSection(section === id ? '' : id)}
        >
          <span class="codicon codicon-${icon}" aria-hidden="true"></span>
          <span class="section-name">${name}</span>
        </button>`,
    )}
  </div>`;
}

function onKey(event: KeyboardEvent, input: ComposerInput): void {
  const act = actionOf(event, input);
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** What a key does in the composer; `undefined` if it is left to the field. */
function actionOf(
  { key, altKey, ctrlKey, metaKey }: KeyboardEvent,
  input: ComposerInput,
): (() => void) | undefined {
  if (key === 'Enter' && (ctrlKey || metaKey)) return input.onSend;
  if (altKey && key === 'ArrowUp') return () => input.onHistory(-1);
  if (altKey && key === 'ArrowDown') return () => input.onHistory(1);
  if (key !== 'Escape') return undefined;
  if (input.question) return () => input.question?.answer(false);
  return input.section === '' ? undefined : () => input.onSection('');
}
