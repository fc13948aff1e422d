/** Reads what was kept, or hidden away and shown again: every value may be of another shape. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

export function oneOfOr<T>(values: readonly T[], value: unknown, otherwise: T): T {
  return values.find((one) => one === value) ?? otherwise;
}

/** Texts and switches by their names; what is missing or of another type is as in `first`. */
export function valuesOr<T extends object>(kept: unknown, first: T): T {
  if (!isRecord(kept)) return first;
  const entries = Object.entries(first).map(([name, otherwise]) => {
    const value = Object.hasOwn(kept, name) ? kept[name] : undefined;
    return [name, typeof value === typeof otherwise ? value : otherwise];
  });
  // Every name of the type is there, each with a value of its type.
  return Object.fromEntries(entries) as T;
}
