import { html, type TemplateResult } from 'lit-html';
import { hexByte } from './byteFormats';
import type { HeaderField } from './headerFields';
import { bitsPerLine, overlap, type GridCell, type GridLine, type GridPlace } from './headerGrid';

export interface HeaderGridInput {
  readonly lines: readonly GridLine[];
  /** A byte of the frame; `undefined` until it has been read, and if it is not kept. */
  readonly byte: (index: number) => number | undefined;
  /** The cell that the Tab key leads to. */
  readonly place: GridPlace;
  readonly isLit: (cell: GridCell) => boolean;
  /** Whether a finding is about the field. */
  readonly isFaulty: (field: HeaderField) => boolean;
  /** The pointer has come to a cell, or has left them all. */
  readonly onPoint: (cell: GridCell | undefined) => void;
  readonly onFocus: (place: GridPlace, cell: GridCell) => void;
  readonly onBlur: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

const bits = Array.from({ length: bitsPerLine }, (_, bit) => bit);

/** Names of fields of which only a few bits have room for them. */
const shortNames: Readonly<Record<string, string>> = {
  length: 'Payload len',
  extendedLength: 'Extended payload length',
};

/** The id of the element of a cell. */
export function cellId({ row, cell }: GridPlace): string {
  return `header-cell-${row}-${cell}`;
}

/**
 * A frame in lines of 32 bits, as RFC 6455 §5.2 draws it: a table of 32 columns, so that a field is
 * as wide as its bits are many and stands above the bytes that hold it.
 */
export function headerGridView(input: HeaderGridInput): TemplateResult {
  const { lines, onPoint, onBlur, onKey } = input;
  const fields = lines.flatMap((line) => line.fields);
  return html`<table
    class="header-grid"
    role="grid"
    aria-label="Frame header, 32 bits a line"
    @pointerleave=${() => onPoint(undefined)}
    @focusout=${onBlur}
    @keydown=${onKey}
  >
    <thead aria-hidden="true">
      <tr>
        ${bits.map((bit) => html`<td>${bit % 10 === 0 ? bit / 10 : ''}</td>`)}
      </tr>
      <tr>
        ${bits.map((bit) => html`<td>${bit % 10}</td>`)}
      </tr>
    </thead>
    ${lines.map(
      (line, index) =>
        html`<tbody class=${index === 0 ? 'first' : ''}>
          <tr class="header-fields" role="row">
            ${line.fields.map((cell, at) => fieldCell(cell, { row: index * 2, cell: at }, input))}
          </tr>
          <tr class="header-bytes" role="row">
            ${line.bytes.map((cell, at) =>
              byteCell(cell, fields, { row: index * 2 + 1, cell: at }, input),
            )}
          </tr>
        </tbody>`,
    )}
  </table>`;
}

function fieldCell(cell: GridCell, place: GridPlace, input: HeaderGridInput): TemplateResult {
  const { field } = cell;
  if (!field) return html``;
  const width = cell.to - cell.from;
  const look = [
    `of-${field.id}`,
    width === 1 ? 'one-bit' : '',
    cell.isStart ? '' : 'goes-on-before',
    cell.isEnd ? '' : 'goes-on-behind',
    input.isFaulty(field) ? 'faulty' : '',
  ].join(' ');
  const name = shortNames[field.id] ?? field.name;
  const content = cell.isStart
    ? html`<span class="field-name">${name}</span><span class="field-value">${field.value}</span>`
    : html`<span class="field-name">${name}, continued</span>`;
  const label = `${field.name}, ${bitsText(field)}: ${field.value}. ${field.meaning}. ${field.section}`;
  return gridCell({ cell, place, input, look, label, content });
}

function byteCell(
  cell: GridCell,
  fields: readonly GridCell[],
  place: GridPlace,
  input: HeaderGridInput,
): TemplateResult {
  const index = cell.from / 8;
  const value = input.byte(index);
  const names = new Set(
    fields.filter((one) => overlap(one, cell)).map((one) => one.field?.name ?? ''),
  );
  const hex = value === undefined ? '··' : hexByte(value);
  const binary = value === undefined ? '' : value.toString(2).padStart(8, '0');
  const label = `Byte ${index}: ${value === undefined ? 'not here' : `0x${hex}, ${binary}`}; ${[...names].join(', ')}`;
  const content = html`<span class="byte-hex">${hex}</span
    ><span class="byte-bits">${binary.slice(0, 4)} ${binary.slice(4)}</span>`;
  return gridCell({ cell, place, input, look: '', label, content });
}

interface Cell {
  readonly cell: GridCell;
  readonly place: GridPlace;
  readonly input: HeaderGridInput;
  readonly look: string;
  readonly label: string;
  readonly content: TemplateResult;
}

function gridCell({ cell, place, input, look, label, content }: Cell): TemplateResult {
  const isStop = place.row === input.place.row && place.cell === input.place.cell;
  return html`<td
    role="gridcell"
    id=${cellId(place)}
    class="${look} ${input.isLit(cell) ? 'lit' : ''}"
    colspan=${cell.to - cell.from}
    tabindex=${isStop ? 0 : -1}
    aria-label=${label}
    @pointerenter=${() => input.onPoint(cell)}
    @focus=${() => input.onFocus(place, cell)}
  >
    <span class="cell-content">${content}</span>
  </td>`;
}

function bitsText({ from, to }: HeaderField): string {
  return to - from === 1 ? `bit ${from}` : `bits ${from} to ${to - 1}`;
}
