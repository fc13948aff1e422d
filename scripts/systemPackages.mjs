// @ts-check
import { readFile } from 'node:fs/promises';
import { run } from './run.mjs';

/** @type {Promise<unknown> | undefined} */
let updated;

/**
 * Installs packages of the system with apt, where that can be done without asking.
 *
 * @param {readonly string[]} names
 * @returns {Promise<boolean>} False where it cannot be done or failed.
 */
export async function installSystemPackages(names) {
  if (!canInstall()) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  updated ??= run('apt-get', ['update', '-qq'], { env });
  await updated;
  const { code } = await run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...names],
    { env },
  );
  return code === 0;
}

/** Whether apt is there and we are root. */
function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/** Debian itself: Ubuntu has apt as well, but its chromium is a stub for snap. */
export async function isDebian() {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID=debian$/m.test(release);
}
