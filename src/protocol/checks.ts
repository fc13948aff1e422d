/** Whether a value is what it should be. Checks are built from smaller ones. */
export type Check<T> = (value: unknown) => value is T;
type Checked<C> = C extends Check<infer T> ? T : never;

export const isNull: Check<null> = (value) => value === null;
export const isUndefined: Check<undefined> = (value) => value === undefined;
export const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';

/** @param longest in UTF-16 units */
export function isText(longest: number): Check<string> {
  return (value): value is string => typeof value === 'string' && value.length <= longest;
}

/** @param longest in bytes */
export function isBytes(longest: number): Check<Uint8Array> {
  return (value): value is Uint8Array => value instanceof Uint8Array && value.length <= longest;
}

export function isWhole(most: number, least = 0): Check<number> {
  return (value): value is number =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}

export function isOneOf<const T extends readonly unknown[]>(values: T): Check<T[number]> {
  return (value): value is T[number] => values.includes(value);
}

export function isAnyOf<const C extends readonly Check<unknown>[]>(
  ...checks: C
): Check<Checked<C[number]>> {
  return (value): value is Checked<C[number]> => checks.some((check) => check(value));
}

export function isOptional<T>(check: Check<T>): Check<T | undefined> {
  return isAnyOf(check, isUndefined);
}

export function isListOf<T>(check: Check<T>, most: number): Check<readonly T[]> {
  return (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= most && value.every(check);
}

/** An object with these fields and no others: whoever passes it on may add fields of its own. */
export function isRecord<const S extends Record<string, Check<unknown>>>(
  shape: S,
): Check<{ [K in keyof S]: Checked<S[K]> }> {
  return (value): value is { [K in keyof S]: Checked<S[K]> } =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).every((key) => Object.hasOwn(shape, key)) &&
    Object.entries(shape).every(([key, check]) => check((value as Record<string, unknown>)[key]));
}
