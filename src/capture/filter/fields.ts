import { allFindings } from '../../wire/finding';
import { Opcode } from '../../wire/opcode';
import { traits, type FilterTerm } from './filterNode';
import { parseBounds, sizeUnits, timeUnits } from './quantity';

/** What the value of a field means, or why it means nothing. */
export type FieldValue =
  | { readonly ok: true; readonly term: FilterTerm }
  | { readonly ok: false; readonly message: string };

/** A field of the filter language, `dir:` for instance. */
export interface Field {
  /** What it asks, in a few words. */
  readonly about: string;
  /** Values to offer, with what they mean where their name does not say it. */
  readonly values: readonly { readonly text: string; readonly about: string }[];
  readonly parse: (value: string) => FieldValue;
}

const directions = ['in', 'out'] as const;
const opcodeNames = Object.keys(Opcode);
const findingCodes = allFindings.map(({ code }) => code as string);

/** Every field, by its name. */
export const fields: Readonly<Record<string, Field>> = {
  dir: {
    about: 'Direction',
    values: [
      { text: 'in', about: 'received' },
      { text: 'out', about: 'sent' },
    ],
    parse: (value) =>
      list(value, among(directions), {
        term: (wanted) => ({ kind: 'dir', directions: wanted }),
        wrong: (one) => `"${one}" is no direction. Use in or out.`,
      }),
  },
  op: {
    about: 'Opcode, by name or number',
    values: opcodeNames.map((text) => ({ text, about: opcodeText(text) })),
    parse: (value) =>
      list(value, opcodeOf, {
        term: (opcodes) => ({ kind: 'op', opcodes }),
        wrong: (one) => `"${one}" is no opcode. Use ${opcodeNames.join(', ')} or 0 to 15.`,
      }),
  },
  size: {
    about: 'Length of the payload on the wire',
    values: [
      { text: '>1k', about: 'more than 1,000 bytes' },
      { text: '<1M', about: 'less than 1,000,000 bytes' },
      { text: '10..200', about: 'from 10 to 200 bytes' },
    ],
    parse: (value) => {
      const bounds = parseBounds(value, sizeUnits, 1);
      if (bounds) return { ok: true, term: { kind: 'size', bounds } };
      return wrong(`"${value}" is no size. Write >1k, <=2M or 10..200; the units are k, M and G.`);
    },
  },
  time: {
    about: 'Time since the first event',
    values: [
      { text: '>2s', about: 'later than 2 seconds' },
      { text: '<500ms', about: 'earlier than 500 milliseconds' },
      { text: '1m..2m', about: 'from 1 to 2 minutes' },
    ],
    parse: (value) => {
      const bounds = parseBounds(value, timeUnits, 1e6);
      if (bounds) return { ok: true, term: { kind: 'time', bounds } };
      return wrong(
        `"${value}" is no time. Write >2s or 10ms..20ms; the units are µs, ms, s, m, h.`,
      );
    },
  },
  is: {
    about: 'What kind of frame',
    values: [
      { text: 'fragment', about: 'part of a fragmented message' },
      { text: 'compressed', about: 'of a compressed message' },
      { text: 'control', about: 'close, ping or pong' },
      { text: 'masked', about: 'has a masking key' },
      { text: 'message', about: 'the last frame of a message' },
      { text: 'status', about: 'no frame: opened, closed, failed' },
    ],
    parse: (value) =>
      list(value, among(traits), {
        term: (wanted) => ({ kind: 'is', traits: wanted }),
        wrong: (one) => `A frame cannot be "${one}". Use ${traits.join(', ')}.`,
      }),
  },
  has: {
    about: 'Findings of the inspector',
    values: [
      { text: 'finding', about: 'any finding' },
      ...allFindings.map(({ code, section }) => ({ text: code, about: section })),
    ],
    parse: (value) =>
      list(value, among(['finding', ...findingCodes]), {
        term: (codes) => ({ kind: 'has', codes }),
        wrong: (one) => `There is no finding "${one}". Use finding for any, or the code of one.`,
      }),
  },
};

/** The field that a word begins with, `size` in `size:>1k`; `undefined` if it is just a word. */
export function fieldOf(word: string): string | undefined {
  const name = /^([a-z]+):/i.exec(word)?.[1]?.toLowerCase();
  return name !== undefined && Object.hasOwn(fields, name) ? name : undefined;
}

/** Reads values with commas between them, each of which may hold. */
function list<T>(
  value: string,
  read: (one: string) => T | undefined,
  say: { term: (values: T[]) => FilterTerm; wrong: (one: string) => string },
): FieldValue {
  const values: T[] = [];
  for (const one of value.toLowerCase().split(',')) {
    const found = read(one);
    if (found === undefined) return wrong(say.wrong(one));
    values.push(found);
  }
  return { ok: true, term: say.term(values) };
}

/** Reads one of some words. */
function among<T extends string>(words: readonly T[]): (text: string) => T | undefined {
  return (text) => words.find((word) => word === text);
}

function wrong(message: string): FieldValue {
  return { ok: false, message };
}

function opcodeOf(text: string): number | undefined {
  if (Object.hasOwn(Opcode, text)) return Opcode[text as keyof typeof Opcode];
  if (!/^(\d{1,2}|0x[0-9a-f])$/.test(text) || Number(text) > 0xf) return undefined;
  return Number(text);
}

function opcodeText(name: string): string {
  return `0x${Opcode[name as keyof typeof Opcode].toString(16)}`;
}
