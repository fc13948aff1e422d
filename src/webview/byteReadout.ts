import { asciiOf, hexByte, isPrintable } from './byteFormats';
import type { ByteSpan } from './byteSelection';
import { formatCount } from './format';

export interface ByteReadoutInput {
  readonly cursor: number;
  /** `undefined` until it has been read. */
  readonly value: number | undefined;
  readonly selected: ByteSpan | undefined;
  /** Position of the first byte. */
  readonly firstPosition: number;
  /** How many of the first bytes are those of a header. */
  readonly headerLength: number;
}

/** The byte at the cursor, or what is selected, in words. */
export function byteReadout(input: ByteReadoutInput): string {
  const { cursor, value, selected, firstPosition, headerLength } = input;
  if (selected && selected.to - selected.from > 1) {
    const from = hexPosition(firstPosition + selected.from);
    const to = hexPosition(firstPosition + selected.to - 1);
    return `${formatCount(selected.to - selected.from)} bytes selected, ${from} to ${to}`;
  }
  const position = firstPosition + cursor;
  const part =
    headerLength === 0
      ? ''
      : cursor < headerLength
        ? `byte ${cursor + 1} of the header`
        : `byte ${formatCount(cursor - headerLength + 1)} of the payload`;
  const facts = [`${hexPosition(position)} (${formatCount(position)})`, part, valueText(value)];
  return facts.filter((fact) => fact !== '').join(' · ');
}

function valueText(value: number | undefined): string {
  if (value === undefined) return '';
  const binary = value.toString(2).padStart(8, '0');
  const character = isPrintable(value) ? ` “${asciiOf(value)}”` : '';
  return `0x${hexByte(value)} = ${value} = ${binary.slice(0, 4)} ${binary.slice(4)}${character}`;
}

function hexPosition(position: number): string {
  return `0x${position.toString(16)}`;
}
