import { html, nothing, type TemplateResult } from 'lit-html';
import type { FieldMistake } from './composedDraft';
import type { HeaderState } from './composerState';
import { choiceField, switchField, textField } from './fields';
import { kindName } from './frameKind';

export interface LaboratoryInput {
  readonly header: HeaderState;
  readonly mistake: FieldMistake | undefined;
  readonly onChange: (header: HeaderState) => void;
}

const opcodeChoices = Array.from(
  { length: 16 },
  (_, opcode) => [String(opcode), `0x${opcode.toString(16)} ${opcodeTitle(opcode)}`] as const,
);

function opcodeTitle(opcode: number): string {
  return kindName(opcode).replace(/ 0x.$/, '');
}

const bits = [
  ['fin', 'FIN'],
  ['rsv1', 'RSV1'],
  ['rsv2', 'RSV2'],
  ['rsv3', 'RSV3'],
] as const;

/** The frame laboratory: every field of the header of one frame, in the order of the wire. */
export function laboratoryView({ header, mistake, onChange }: LaboratoryInput): TemplateResult {
  const set = (part: Partial<HeaderState>) => onChange({ ...header, ...part });
  const mistakeIn = (field: FieldMistake['field']) =>
    mistake?.field === field ? mistake.message : undefined;
  return html`<fieldset class="laboratory">
    <legend>Frame header</legend>
    <div class="form-row">
      <div class="bits" role="group" aria-label="Bits">
        ${bits.map(([bit, label]) =>
          switchField({
            label,
            checked: header[bit],
            onChange: (checked) => set({ [bit]: checked }),
          }),
        )}
      </div>
      ${choiceField({
        id: 'opcode',
        label: 'Opcode',
        value: String(header.opcode),
        choices: opcodeChoices,
        onChoose: (opcode) => set({ opcode: Number(opcode) }),
      })}
      <div class="bits" role="group" aria-label="Masking">
        ${switchField({
          label: 'MASK',
          checked: header.masked,
          onChange: (masked) => set({ masked }),
        })}
      </div>
      ${choiceField({
        id: 'length-bits',
        label: 'Length written in',
        value: header.lengthBits,
        choices: [
          ['', 'Shortest form'],
          ['7', '7 bits'],
          ['16', '16 bits'],
          ['64', '64 bits'],
        ],
        mistake: mistakeIn('lengthBits'),
        onChoose: (lengthBits) => set({ lengthBits }),
      })}
      ${textField({
        id: 'declared-length',
        label: 'Declared length',
        value: header.declaredLength,
        placeholder: 'the true one',
        mistake: mistakeIn('declaredLength'),
        onInput: (declaredLength) => set({ declaredLength }),
      })}
      ${
        header.masked
          ? textField({
              id: 'masking-key',
              label: 'Masking key',
              value: header.maskingKey,
              placeholder: 'random',
              mistake: mistakeIn('maskingKey'),
              onInput: (maskingKey) => set({ maskingKey }),
            })
          : nothing
      }
    </div>
  </fieldset>`;
}
