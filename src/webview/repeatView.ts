import { html, nothing, type TemplateResult } from 'lit-html';
import type { RepeatState } from '../protocol/repeat';
import { secondaryButton, textField } from './fields';
import { readRepeat, repeatText, type RepeatForm } from './repeatForm';

export interface RepeatInput {
  readonly form: RepeatForm;
  /** What is sent again and again, or was last. */
  readonly progress: RepeatState | undefined;
  /** Whether what stands in the composer can be sent. */
  readonly canStart: boolean;
  readonly onChange: (part: Partial<RepeatForm>) => void;
  readonly onStart: () => void;
  readonly onStop: () => void;
}

/** How often the message is sent again. */
export function repeatView(input: RepeatInput): TemplateResult {
  const { form, progress, onChange } = input;
  const read = readRepeat(form);
  const field = (name: keyof RepeatForm, label: string, placeholder = '') =>
    textField({
      id: `repeat-${name}`,
      label,
      value: form[name],
      placeholder,
      mistake: !read.ok && read.field === name ? read.message : undefined,
      onInput: (value) => onChange({ [name]: value }),
    });
  const runs = progress?.state === 'running';
  return html`<div class="form-row">
      ${field('everyMs', 'Every, ms')} ${field('times', 'Times', 'until stopped')}
      ${field('jitterMs', 'Jitter, ± ms', '0')}
      <button
        type="button"
        class="button secondary"
        ?disabled=${!read.ok || !input.canStart || runs}
        @click=${input.onStart}
      >
        Start repeating
      </button>
    </div>
    ${progress && !runs ? html`<p class="hint" role="status">${repeatText(progress)}</p>` : nothing}`;
}

/** What is being repeated, wherever else the user looks; nothing while nothing is. */
export function repeatLine(
  progress: RepeatState | undefined,
  onStop: () => void,
): TemplateResult | typeof nothing {
  if (progress?.state !== 'running') return nothing;
  const { sent, times } = progress;
  return html`<div class="repeat-line">
    <span class="fact-value">${repeatText(progress)}</span>
    <progress
      aria-label="Repetition"
      max=${times ?? nothing}
      .value=${times === undefined ? nothing : sent}
    ></progress>
    ${secondaryButton('Stop', onStop)}
  </div>`;
}
