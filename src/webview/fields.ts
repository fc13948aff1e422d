import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';

interface FieldInput {
  readonly id: string;
  readonly label: string;
}

export interface TextFieldInput extends FieldInput {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly placeholder?: string;
  /** What is wrong with it, then what to do. */
  readonly mistake?: string | undefined;
  readonly look?: 'short' | 'long';
}

/** A line to type in, under its label; what is wrong with it stands below, and is read with it. */
export function textField(input: TextFieldInput): TemplateResult {
  const { id, label, value, placeholder = '', mistake, look = 'short' } = input;
  return html`<div class="form-field ${look}">
    <label for=${id}>${label}</label>
    <input
      class="field"
      id=${id}
      autocomplete="off"
      spellcheck="false"
      placeholder=${placeholder}
      aria-invalid=${mistake !== undefined}
      aria-describedby="${id}-mistake"
      .value=${live(value)}
      @input=${(event: Event) => input.onInput(valueOf(event))}
    />
    ${mistakeText(`${id}-mistake`, mistake)}
  </div>`;
}

export interface ChoiceFieldInput<T extends string> extends FieldInput {
  readonly value: T;
  readonly choices: readonly (readonly [value: T, title: string])[];
  readonly onChoose: (value: T) => void;
  readonly mistake?: string | undefined;
}

/** One of several, under its label. */
export function choiceField<T extends string>(input: ChoiceFieldInput<T>): TemplateResult {
  const { id, label, mistake } = input;
  return html`<div class="form-field">
    <label for=${id}>${label}</label>
    ${select(input)} ${mistakeText(`${id}-mistake`, mistake)}
  </div>`;
}

/** One of several, without a label that can be seen. */
export function bareChoice<T extends string>(input: ChoiceFieldInput<T>): TemplateResult {
  return select(input, input.label);
}

function select<T extends string>(
  { id, value, choices, onChoose, mistake }: ChoiceFieldInput<T>,
  name?: string,
): TemplateResult {
  const onChange = (event: Event) => {
    const chosen = choices.find(([one]) => one === valueOf(event));
    if (chosen) onChoose(chosen[0]);
  };
  return html`<select
    class="field"
    id=${id}
    aria-label=${name ?? nothing}
    aria-invalid=${mistake !== undefined}
    .value=${live(value)}
    @change=${onChange}
  >
    ${choices.map(
      ([one, title]) => html`<option value=${one} ?selected=${one === value}>${title}</option>`,
    )}
  </select>`;
}

export interface SwitchFieldInput {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function switchField({ label, checked, onChange }: SwitchFieldInput): TemplateResult {
  return html`<label class="switch"
    ><input
      type="checkbox"
      .checked=${live(checked)}
      @change=${(event: Event) => onChange((event.target as HTMLInputElement).checked)}
    />${label}</label
  >`;
}

/** The place of a mistake is always there, so that a screen reader hears what comes into it. */
function mistakeText(id: string, mistake: string | undefined): TemplateResult {
  return html`<span class="mistake" id=${id} aria-live="polite">${mistake ?? nothing}</span>`;
}

export function iconButton(icon: string, name: string, onClick: () => void): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    aria-label=${name}
    title=${name}
    @click=${onClick}
  >
    <span class="codicon codicon-${icon}" aria-hidden="true"></span>
  </button>`;
}

export function secondaryButton(title: string, onClick: () => void): TemplateResult {
  return html`<button type="button" class="button secondary" @click=${onClick}>${title}</button>`;
}

export function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value;
}
