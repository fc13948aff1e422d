// @ts-check
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { atExit } from './atExit.mjs';
import { downloads } from './npmPackage.mjs';
import { run, startGroup } from './run.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/** Milliseconds that a download of VS Code may take. */
const downloadTimeoutMs = 120_000;

/**
 * A reason in words why a way to open VS Code is passed over. It is no fault.
 */
export class PassedOver extends Error {}

/**
 * Finds the desktop VS Code on the PATH.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string>} The program `code`.
 * @throws {PassedOver}
 */
export async function desktopOnPath(env = process.env) {
  needDisplay(env);
  if (env.VSCODE_IPC_HOOK_CLI) {
    throw new PassedOver('this is a terminal of a remote window, whose `code` starts no desktop');
  }
  const folders = (env.PATH ?? '').split(path.delimiter);
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const found = folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
  if (!found) throw new PassedOver('there is no `code` on the PATH');
  if (/remote-cli|[.]vscode-server|code-server|^\/mnt\//.test(await realpath(found))) {
    throw new PassedOver(`${found} belongs to a remote window, it starts no desktop here`);
  }
  const { code, output } = await run(found, ['--version'], { env, timeoutMs: 20_000 });
  if (code === 0) return found;
  throw new PassedOver(`${found} does not start here: ${firstLine(output)}`);
}

/**
 * Downloads a desktop VS Code, as contributors to extensions do.
 *
 * @returns {Promise<string>} The program.
 * @throws {PassedOver}
 */
export async function downloadedDesktop() {
  needDisplay(process.env);
  const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
  const options = { cachePath: downloads, reporter: new SilentReporter() };
  let timer;
  try {
    return await Promise.race([
      downloadAndUnzipVSCode({ ...options, timeout: downloadTimeoutMs }),
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error('it took too long')), downloadTimeoutMs);
      }),
    ]);
  } catch (error) {
    throw new PassedOver(
      `the download failed: ${firstLine(error instanceof Error ? error.message : String(error))}`,
    );
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Opens a folder in a desktop VS Code of its own, with an extension under development; resolves
 * when its window is closed. When this process exits, that VS Code goes as well.
 *
 * @param {string} program
 * @param {{ extension: string, folder: string }} what
 */
export async function openDesktop(program, { extension, folder }) {
  const data = await temporaryFolder('desktop');
  atExit(() => endProcessesNaming(data));
  const { child } = startGroup(program, [
    '--wait',
    '--new-window',
    `--user-data-dir=${path.join(data, 'user')}`,
    `--extensions-dir=${path.join(data, 'extensions')}`,
    `--extensionDevelopmentPath=${extension}`,
    folder,
  ]);
  await once(child, 'close');
}

/** @param {NodeJS.ProcessEnv} env */
function needDisplay(env) {
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) {
    throw new PassedOver('there is no display');
  }
}

/**
 * `code` starts the editor in a process group of the editor's own; its processes are those whose
 * arguments name the folder that was made for them.
 *
 * @param {string} folder
 */
function endProcessesNaming(folder) {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
  for (const line of stdout.split('\n').filter((text) => text.includes(folder))) {
    try {
      process.kill(Number.parseInt(line, 10));
    } catch {
      // It has ended in the meantime.
    }
  }
}

/** @param {string} text */
function firstLine(text) {
  return text.trim().split('\n')[0] ?? '';
}
