/** Keys and indices from the root of a JSON value. */
export type JsonPath = readonly (string | number)[];

const step = /\.([^\s().[\]=!<>~"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/suy;

/** Reads `$.a.b[0]["c d"]`; `undefined` if a step of it names nothing. */
export function parseJsonPath(text: string): JsonPath | undefined {
  const path: (string | number)[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (!found) return undefined;
    const [, name, index, quoted = ''] = found;
    if (index !== undefined) path.push(Number(index));
    else path.push(name ?? quoted.replaceAll(/\\(.)/gsu, '$1'));
  }
  return path;
}

/** Writes a path so that {@link parseJsonPath} reads it. */
export function printJsonPath(path: JsonPath): string {
  const steps = path.map((one) => {
    if (typeof one === 'number') return `[${one}]`;
    return /^[\p{L}\p{N}_$-]+$/u.test(one) ? `.${one}` : `["${one.replaceAll(/["\\]/g, '\\$&')}"]`;
  });
  return `$${steps.join('')}`;
}

/** The value at the end of a path; `undefined` if there is none. */
export function valueAt(root: unknown, path: JsonPath): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
