import type { FindingText } from '../protocol/frameDetail';
import type { Row } from '../protocol/rowBatch';
import type { Colour, Paint } from './paint';

/** How lines for people are to look. */
export interface LineLook {
  readonly paint: Paint;
  /** Characters of a line of the screen, at which lines are cut; `Infinity` cuts none. */
  readonly width: number;
}

/** Opcodes of RFC 6455 §11.8, by the names that the filter has for them. */
const kinds: Readonly<Record<number, string>> = {
  0: 'continuation',
  1: 'text',
  2: 'binary',
  8: 'close',
  9: 'ping',
  10: 'pong',
};

/** Columns before the payload: time, sign, kind, size. */
const timeWidth = 11;
const kindWidth = 14;
const sizeWidth = 11;

const count = new Intl.NumberFormat('en-US');

interface LineParts {
  readonly sign: string;
  readonly signColour: Colour;
  readonly content: string;
  readonly contentColour: Colour;
}

/**
 * A row as a line for people: seconds since the start; then an arrow for the direction, the kind,
 * bytes on the wire and the content of a frame, or the text of a status.
 */
export function consoleLine(row: Row, look: LineLook): string {
  const time = (row.timeUs / 1_000_000).toFixed(6).padStart(timeWidth);
  return layOut(time, row.kind === 'status' ? statusParts(row) : frameParts(row), look);
}

/** Something that is wrong with the frame of the line before, with the section that says so. */
export function findingLine({ severity, section, text }: FindingText, look: LineLook): string {
  const colour = severity === 'info' ? 'muted' : severity;
  const sign = severity === 'error' ? '✗' : '!';
  const content = `${text} (${section})`;
  const parts = { sign, signColour: colour, content, contentColour: colour } as const;
  return layOut(' '.repeat(timeWidth), parts, { ...look, width: Infinity });
}

function layOut(time: string, parts: LineParts, { paint, width }: LineLook): string {
  const content = cut(parts.content, width - time.length - ' x '.length);
  const painted = paint(parts.contentColour, content);
  return `${paint('muted', time)} ${paint(parts.signColour, parts.sign)} ${painted}`.trimEnd();
}

function statusParts({ severity, preview }: Row): LineParts {
  const colour = severity === 'error' ? 'error' : 'muted';
  const sign = severity === 'error' ? '✗' : '●';
  return { sign, signColour: colour, content: preview, contentColour: colour };
}

function frameParts(row: Row): LineParts {
  const sent = row.direction === 'out';
  const size = `${count.format(row.size)} B`.padStart(sizeWidth);
  return {
    sign: sent ? '↑' : '↓',
    signColour: sent ? 'sent' : 'received',
    content: `${kindOf(row).padEnd(kindWidth)}${size}  ${row.preview}`.trimEnd(),
    contentColour: row.opcode >= 8 ? 'muted' : 'plain',
  };
}

/** Dots stand for the frames that go on with the message (RFC 6455 §5.4). */
function kindOf({ opcode, fin }: Row): string {
  const kind = kinds[opcode] ?? `opcode 0x${opcode.toString(16)}`;
  return fin ? kind : `${kind}…`;
}

/** Cuts a text, at the border of a character, that does not fit. */
function cut(text: string, width: number): string {
  const characters = text.length > width ? Array.from(text) : [];
  if (characters.length <= width) return text;
  return `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
