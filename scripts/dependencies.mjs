// @ts-check
import { stat } from 'node:fs/promises';
import { npm } from './npm.mjs';

/**
 * Installs what the lockfile names, unless that has been done since the lockfile changed.
 * It needs nothing but Node, since it runs before there are dependencies.
 */
export async function installDependencies() {
  const [installed, wanted] = await Promise.all([
    changedAt('node_modules/.package-lock.json'),
    changedAt('package-lock.json'),
  ]);
  if (installed >= wanted) return;
  console.error('Installing dependencies (npm ci) …');
  await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/**
 * @param {string} file
 * @returns {Promise<number>} Milliseconds since 1970; 0 for a file that is not there.
 */
export async function changedAt(file) {
  const facts = await stat(file).catch(() => undefined);
  return facts?.mtimeMs ?? 0;
}
