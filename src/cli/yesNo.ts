import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal';

/** Whether somebody can read a question, on standard error, and answer it. */
export function canAsk({ input, errors }: Terminal): boolean {
  return input.isTTY === true && errors.isTTY === true;
}

/**
 * Asks a question at the terminal; anything but a yes is a no.
 *
 * @param signal gives up waiting, which is a no
 */
export async function askYesNo(
  { input, errors }: Terminal,
  question: string,
  signal: AbortSignal,
): Promise<boolean> {
  const lines = createInterface({ input, output: errors });
  const ended = new AbortController();
  // Ctrl+C, or the end of the input.
  lines.once('close', () => ended.abort());
  try {
    const answer = await lines.question(`${question} (y/N) `, {
      signal: AbortSignal.any([signal, ended.signal]),
    });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (signal.aborted || ended.signal.aborted) return false;
    throw error;
  } finally {
    lines.close();
  }
}
