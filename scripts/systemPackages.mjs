// @ts-check
import { readFile } from 'node:fs/promises';
import { run } from './run.mjs';

/** @type {Promise<unknown> | undefined} */
let listsUpdated;

/**
 * Sees to it that packages of the system are there, with apt where we are root.
 *
 * @param {readonly string[]} names
 * @throws {Error} With one sentence that says what to install.
 */
export async function needSystemPackages(names) {
  const missing = await missingPackages(names);
  if (missing.length === 0 || (await installSystemPackages(missing))) return;
  throw new Error(`Install what this needs: sudo apt-get install ${missing.join(' ')}`);
}

/**
 * Installs packages of the system with apt, where that can be done without asking.
 *
 * @param {readonly string[]} names
 * @returns {Promise<boolean>} False where it cannot be done or failed.
 */
export async function installSystemPackages(names) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  console.error(`Installing ${names.join(', ')} (apt-get) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  listsUpdated ??= run('apt-get', ['update', '-qq'], { env });
  await listsUpdated;
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  const { code, output } = await run('apt-get', install, { env });
  if (code !== 0) console.error(output.trim().slice(-1000));
  return code === 0;
}

/** Debian itself: Ubuntu has apt as well, but its chromium is a stub for snap. */
export async function isDebian() {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID=debian$/m.test(release);
}

/** @param {readonly string[]} names */
async function missingPackages(names) {
  const format = '--showformat=${Package} ${db:Status-Status}\\n';
  const { output } = await run('dpkg-query', ['--show', format, ...names]);
  return names.filter((name) => !output.split('\n').includes(`${name} installed`));
}
