import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds for what shows at once on an idle machine. */
export const soonMs = 5_000;
/** Milliseconds between two looks. */
const pauseMs = 20;

/** Looks again and again until something is so, as a user would. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + soonMs;
  while (!(await isSo())) {
    if (performance.now() > end) {
      assert.fail(`It did not become so within ${soonMs} ms: ${String(isSo)}`);
    }
    await delay(pauseMs);
  }
}
