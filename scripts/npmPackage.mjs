// @ts-check
import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { atExit } from './atExit.mjs';
import { npm } from './npm.mjs';
import { runOrThrow } from './run.mjs';

/** Where everything lies that is downloaded; `@vscode/test-electron` uses the same folder. */
export const downloads = path.resolve('.vscode-test');

/**
 * Unpacks a package of the npm registry without running anything of it. npm checks the
 * registry's hash; the folder gets its name only when it is complete, so that an interrupted
 * run leaves nothing that the next one would take for whole.
 *
 * @param {string} name
 * @param {string} version
 * @param {(folder: string) => Promise<void>} [prepare] Completes the unpacked folder.
 * @returns {Promise<string>} The folder.
 */
export async function npmPackage(name, version, prepare = async () => {}) {
  const folder = path.join(downloads, `${name.replace('/', '-')}-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(downloads, { recursive: true });
  const incomplete = await mkdtemp(path.join(downloads, 'incomplete-'));
  const remove = () => rmSync(incomplete, { recursive: true, force: true });
  const forget = atExit(remove);
  try {
    await npm(['pack', `${name}@${version}`, '--silent'], incomplete);
    const tarball = (await readdir(incomplete)).find((file) => file.endsWith('.tgz'));
    if (!tarball) throw new Error(`npm pack ${name}@${version} left no file.`);
    await runOrThrow('tar', ['xzf', tarball], { cwd: incomplete });
    await prepare(path.join(incomplete, 'package'));
    await rename(path.join(incomplete, 'package'), folder).catch((error) => {
      // Another run may have been faster.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    remove();
    forget();
  }
  return folder;
}
