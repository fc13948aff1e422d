import { html, nothing, render, type TemplateResult } from 'lit-html';
import { choiceField, secondaryButton, switchField, textField } from './fields';
import { changedHabits, firstHabits, readHabits, windowChoices, type HabitForm } from './habitForm';

export interface HabitsInput {
  readonly form: HabitForm;
  /** A connection goes on with the habits that it began with. */
  readonly isConnected: boolean;
  readonly onChange: (form: HabitForm) => void;
}

const windows = windowChoices.map((bits) => [bits, `${bits} bits`] as const);

/** How the next connection of this panel behaves. */
export function habitsView(input: HabitsInput, target: HTMLElement): void {
  const { form, isConnected, onChange } = input;
  render(
    html`<form class="habits" @submit=${(event: Event) => event.preventDefault()}>
      <div class="habits-head">
        <h3>Connection options</h3>
        <span class="hint"
          >${isConnected ? 'They apply when this panel connects the next time.' : 'They apply when this panel connects.'}</span
        >
        ${
          changedHabits(form).length === 0
            ? nothing
            : secondaryButton('Reset', () => onChange(firstHabits))
        }
      </div>
      ${endFields(input)} ${deflateFields(input)} ${limitFields(input)}
    </form>`,
    target,
  );
}

type TextHabit = {
  [Name in keyof HabitForm]: HabitForm[Name] extends string ? Name : never;
}[keyof HabitForm];

function habitText(
  { form, onChange }: HabitsInput,
  name: TextHabit,
  label: string,
  placeholder = '',
): TemplateResult {
  const read = readHabits(form);
  return textField({
    id: `habit-${name}`,
    label,
    value: form[name],
    placeholder,
    mistake: !read.ok && read.field === name ? read.message : undefined,
    onInput: (value) => onChange({ ...form, [name]: value }),
  });
}

function habitChoice(
  { form, onChange }: HabitsInput,
  name: TextHabit,
  label: string,
  choices: readonly (readonly [string, string])[],
): TemplateResult {
  return choiceField({
    id: `habit-${name}`,
    label,
    value: form[name],
    choices,
    onChoose: (value) => onChange({ ...form, [name]: value }),
  });
}

function endFields(input: HabitsInput): TemplateResult {
  const { form, onChange } = input;
  return html`<div class="form-row">
    ${habitChoice(input, 'pings', 'Answer pings', [
      ['always', 'Always'],
      ['never', 'Never'],
      ['after', 'After a delay'],
      ['first', 'Only the first'],
    ])}
    ${form.pings === 'after' ? habitText(input, 'pingAfterMs', 'Delay, ms') : nothing}
    ${form.pings === 'first' ? habitText(input, 'pingFirst', 'How many') : nothing}
    ${choiceField({
      id: 'habit-utf8',
      label: 'Text that is not UTF-8',
      value: form.strictUtf8 ? 'strict' : 'report',
      choices: [
        ['strict', 'Ends the connection'],
        ['report', 'Is only reported'],
      ],
      onChoose: (value) => onChange({ ...form, strictUtf8: value === 'strict' }),
    })}
    ${habitText(input, 'maskingKey', 'Masking key', 'random')}
  </div>`;
}

function deflateFields(input: HabitsInput): TemplateResult {
  const { form, onChange } = input;
  const parameter = (name: 'serverNoContextTakeover' | 'clientNoContextTakeover', label: string) =>
    switchField({
      label,
      checked: form[name],
      onChange: (checked) => onChange({ ...form, [name]: checked }),
    });
  return html`<fieldset>
    <legend>Compression</legend>
    <div class="form-row">
      ${switchField({
        label: 'Offer permessage-deflate',
        checked: form.deflate,
        onChange: (deflate) => onChange({ ...form, deflate }),
      })}
      ${
        form.deflate
          ? html`${parameter('serverNoContextTakeover', 'server_no_context_takeover')}
            ${parameter('clientNoContextTakeover', 'client_no_context_takeover')}`
          : nothing
      }
    </div>
    ${
      form.deflate
        ? html`<div class="form-row">
            ${habitChoice(input, 'serverMaxWindowBits', 'server_max_window_bits', [
              ['', 'Not asked for'],
              ...windows,
            ])}
            ${habitChoice(input, 'clientMaxWindowBits', 'client_max_window_bits', [
              ['any', 'As the server likes'],
              ['', 'Not offered'],
              ...windows,
            ])}
            ${habitText(input, 'threshold', 'Compress from, bytes', 'as it pays')}
          </div>`
        : nothing
    }
  </fieldset>`;
}

function limitFields(input: HabitsInput): TemplateResult {
  return html`<fieldset>
    <legend>Limits (0 is none)</legend>
    <div class="form-row">
      ${habitText(input, 'messageLimit', 'Largest received, bytes', 'as in the settings')}
      ${habitText(input, 'mostFragments', 'Fragments')}
      ${habitText(input, 'mostBufferedChunks', 'Pieces of a frame')}
      ${habitText(input, 'mostPongsWaiting', 'Pongs waiting')}
      ${habitText(input, 'closeTimeoutMs', 'Wait for close, ms')}
    </div>
  </fieldset>`;
}
