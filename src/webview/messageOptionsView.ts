import { html, nothing, type TemplateResult } from 'lit-html';
import type { FieldMistake } from './composedDraft';
import {
  emptyControl,
  isMessageKind,
  mayHaveTemplates,
  type ComposerState,
  type ControlState,
} from './composerState';
import { choiceField, iconButton, secondaryButton, switchField, textField } from './fields';

export interface MessageOptionsInput {
  readonly composer: ComposerState;
  readonly mistake: FieldMistake | undefined;
  readonly onChange: (part: Partial<ComposerState>) => void;
}

/** How a message is sent, whatever is in it: templates, compression, fragments. */
export function messageOptionsView(input: MessageOptionsInput): TemplateResult {
  const { composer, onChange } = input;
  return html`
    ${
      mayHaveTemplates(composer)
        ? html`<div class="form-row">
            ${switchField({
              label: 'Replace templates',
              checked: composer.templates,
              onChange: (templates) => onChange({ templates }),
            })}
            <span class="hint"
              >{{uuid}}, {{timestamp}}, {{counter}}, {{randomInt}} or {{randomInt 1 6}}</span
            >
          </div>`
        : html`<p class="hint">Templates can stand in text only.</p>`
    }
    ${isMessageKind(composer.kind) ? messageFields(input) : nothing}
  `;
}

function messageFields(input: MessageOptionsInput): TemplateResult {
  const { composer, mistake, onChange } = input;
  const mistakeIn = (field: FieldMistake['field']) =>
    mistake?.field === field ? mistake.message : undefined;
  return html`<div class="form-row">
      ${choiceField({
        id: 'compress',
        label: 'Compression',
        value: composer.compress,
        choices: [
          ['habit', 'As agreed'],
          ['yes', 'Compress'],
          ['no', 'Do not compress'],
        ],
        onChoose: (compress) => onChange({ compress }),
      })}
      ${choiceField({
        id: 'cut',
        label: 'Fragments',
        value: composer.cut,
        choices: [
          ['none', 'One frame'],
          ['parts', 'Equal parts'],
          ['at', 'At positions'],
        ],
        onChoose: (cut) => onChange({ cut }),
      })}
      ${
        composer.cut === 'parts'
          ? textField({
              id: 'parts',
              label: 'Number of fragments',
              value: composer.parts,
              mistake: mistakeIn('parts'),
              onInput: (parts) => onChange({ parts }),
            })
          : nothing
      }
      ${
        composer.cut === 'at'
          ? textField({
              id: 'cut-at',
              label: 'Cut at bytes',
              value: composer.cutAt,
              placeholder: '5, 12',
              mistake: mistakeIn('cutAt'),
              onInput: (cutAt) => onChange({ cutAt }),
            })
          : nothing
      }
    </div>
    ${composer.cut === 'none' ? nothing : controlFields(composer, mistakeIn('between'), onChange)}`;
}

const controlTitles = [
  ['ping', 'Ping'],
  ['pong', 'Pong'],
  ['close', 'Close'],
] as const;

function controlFields(
  { between }: ComposerState,
  mistake: string | undefined,
  onChange: MessageOptionsInput['onChange'],
): TemplateResult {
  const set = (index: number, part: Partial<ControlState>) =>
    onChange({ between: between.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  const remove = (index: number) => onChange({ between: between.toSpliced(index, 1) });
  return html`
    ${between.map(
      ({ kind, after, text }, index) =>
        html`<div class="form-row" role="group" aria-label="Control frame ${index + 1}">
          ${choiceField({
            id: `control-${index}`,
            label: 'Control frame',
            value: kind,
            choices: controlTitles,
            onChoose: (chosen) => set(index, { kind: chosen }),
          })}
          ${textField({
            id: `control-after-${index}`,
            label: 'After fragment',
            value: after,
            onInput: (typed) => set(index, { after: typed }),
          })}
          ${textField({
            id: `control-text-${index}`,
            label: kind === 'close' ? 'Code and reason' : 'Payload',
            value: text,
            placeholder: kind === 'close' ? '1000 done' : 'may be empty',
            look: 'long',
            onInput: (typed) => set(index, { text: typed }),
          })}
          ${iconButton('trash', `Remove control frame ${index + 1}`, () => remove(index))}
        </div>`,
    )}
    <div class="form-row">
      ${secondaryButton('Add control frame', () => onChange({ between: [...between, emptyControl] }))}
      <span class="mistake" aria-live="polite">${mistake ?? nothing}</span>
    </div>
  `;
}
