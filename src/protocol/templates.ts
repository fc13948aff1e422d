/** What the names of templates stand for in one message. */
export interface TemplateValues {
  /** A new one for every place. */
  uuid(): string;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  /** The number of the message among those that use it, from 1. */
  readonly counter: number;
  /** A new whole number for every place, both ends included. */
  randomInt(least: number, most: number): number;
}

/** A text in which templates have been replaced. */
export interface ExpandedText {
  readonly text: string;
  /** The names that were replaced. */
  readonly names: ReadonlySet<string>;
  /** Where in the text before a place of this text stands, in UTF-16 units. */
  readonly placeBefore: (at: number) => number;
}

/** Greatest number that `{{randomInt}}` draws when it is told no range. */
export const greatestRandomInt = 2 ** 31 - 1;

const template = /\{\{\s*(\w+)((?:\s+-?\d+)*)\s*\}\}/g;

/**
 * Replaces `{{uuid}}`, `{{timestamp}}`, `{{counter}}`, `{{randomInt}}` and `{{randomInt 1 6}}`.
 * Anything else in braces stays as it is.
 */
export function expandTemplates(before: string, values: TemplateValues): ExpandedText {
  const names = new Set<string>();
  const replaced: { template: number; start: number; end: number; shift: number }[] = [];
  let shift = 0;
  const text = before.replace(template, (whole, name: string, numbers: string, at: number) => {
    const value = valueOf(name, numbers.split(/\s+/).filter(Boolean).map(Number), values);
    if (value === undefined) return whole;
    names.add(name);
    const start = at + shift;
    shift += value.length - whole.length;
    replaced.push({ template: at, start, end: start + value.length, shift });
    return value;
  });
  return {
    text,
    names,
    placeBefore: (at) => {
      const last = replaced.findLast(({ start }) => start <= at);
      if (!last) return at;
      return at < last.end ? last.template : at - last.shift;
    },
  };
}

function valueOf(
  name: string,
  numbers: readonly number[],
  values: TemplateValues,
): string | undefined {
  if (name === 'randomInt') return randomIntOf(numbers, values);
  if (numbers.length > 0) return undefined;
  switch (name) {
    case 'uuid':
      return values.uuid();
    case 'timestamp':
      return String(values.timestamp);
    case 'counter':
      return String(values.counter);
    default:
      return undefined;
  }
}

function randomIntOf(numbers: readonly number[], values: TemplateValues): string | undefined {
  if (numbers.length === 0) return String(values.randomInt(0, greatestRandomInt));
  const [least = 0, most = 0] = numbers;
  const isRange = numbers.length === 2 && numbers.every(Number.isSafeInteger) && least <= most;
  return isRange ? String(values.randomInt(least, most)) : undefined;
}
