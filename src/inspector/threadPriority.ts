import os from 'node:os';

/**
 * Lets every thread of normal priority go before this one, and before those that it starts: the
 * extension host above all. While a core is free that costs nothing.
 *
 * Only Linux gives a thread a priority of its own. Elsewhere it would be that of the whole process,
 * the extension host, so that nothing is done.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  const { PRIORITY_BELOW_NORMAL } = os.constants.priority;
  try {
    // Greater numbers give way more.
    if (os.getPriority() < PRIORITY_BELOW_NORMAL) os.setPriority(PRIORITY_BELOW_NORMAL);
  } catch {
    // A sandbox may forbid it, and captures work all the same.
  }
}
