import type { Log } from '../../../src/host/log';

/** A log that keeps its lines to be looked at. */
export function quietLog(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const write = (line: string | Error) => {
    lines.push(String(line));
  };
  return { lines, info: write, warn: write, error: write };
}
