/** Where “Go to” leads: a row by its index, a time since the first event, or the newest row. */
export type Destination =
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'time'; readonly timeUs: number }
  | { readonly kind: 'end' };

const clock = /^(?:(\d+):)?(\d+):(\d{1,2}(?:\.\d+)?)$/;
const quantity = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)$/;
const unitsUs: Readonly<Record<string, number>> = {
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  min: 60_000_000,
  h: 3_600_000_000,
};

/**
 * Reads what somebody typed: `#1234` or `1,234` (a row as numbered in the list), `12.5s`, `300 ms`,
 * `2m` or `1:23.5` (a time), `end`. `undefined` for anything else.
 */
export function readDestination(text: string): Destination | undefined {
  const typed = text.trim().toLowerCase();
  if (typed === 'end') return { kind: 'end' };
  const row = /^#?(\d{1,15})$/.exec(typed.replaceAll(/[,_]/g, ''));
  if (row) return { kind: 'row', row: Math.max(0, Number(row[1]) - 1) };
  const timeUs = readTime(typed);
  return timeUs === undefined ? undefined : { kind: 'time', timeUs: Math.round(timeUs) };
}

function readTime(typed: string): number | undefined {
  const [, value, unit = ''] = quantity.exec(typed) ?? [];
  if (value !== undefined) return Number(value) * (unitsUs[unit] ?? 0);
  const [, hours = '0', minutes, seconds] = clock.exec(typed) ?? [];
  if (minutes === undefined) return undefined;
  return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000_000;
}
