import type { Bound, Comparison } from './filterNode';

/** Units by name in small letters; the first is the one that everything is counted in. */
export type Units = Readonly<Record<string, number>>;

/** Bytes. Decimal, as the panel shows sizes. */
export const sizeUnits: Units = {
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
};

/** Microseconds. */
export const timeUnits: Units = {
  us: 1,
  µs: 1, // The micro sign,
  μs: 1, // and the Greek letter that looks like it.
  ms: 1e3,
  s: 1e6,
  m: 6e7,
  h: 3.6e9,
};

/**
 * Reads `>1k`, `<=5ms`, `200`, `10..200`, `10..` or `..200`; `undefined` if it is none of them.
 *
 * @param bare the unit of a number that names none
 */
export function parseBounds(text: string, units: Units, bare: number): Bound[] | undefined {
  const range = text.split('..');
  if (range.length === 2) return parseRange(range[0] ?? '', range[1] ?? '', units, bare);
  const [, comparison = '', quantity = ''] = /^([<>]=?|=?)(.*)$/s.exec(text) ?? [];
  const value = parseQuantity(quantity, units, bare);
  if (value === undefined) return undefined;
  return [{ comparison: comparison === '' ? '=' : (comparison as Comparison), value }];
}

function parseRange(low: string, high: string, units: Units, bare: number): Bound[] | undefined {
  const bounds: Bound[] = [];
  for (const [text, comparison] of [
    [low, '>='],
    [high, '<='],
  ] as const) {
    if (text === '') continue;
    const value = parseQuantity(text, units, bare);
    if (value === undefined) return undefined;
    bounds.push({ comparison, value });
  }
  return bounds.length === 0 ? undefined : bounds;
}

function parseQuantity(text: string, units: Units, bare: number): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([a-zµμ]*)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const name = unit.toLowerCase();
  if (name !== '' && !Object.hasOwn(units, name)) return undefined;
  // What a unit makes of a decimal fraction is a whole number, but for the rounding of doubles.
  const value = Math.round(Number(digits) * (name === '' ? bare : (units[name] ?? 1)));
  return Number.isSafeInteger(value) ? value : undefined;
}
