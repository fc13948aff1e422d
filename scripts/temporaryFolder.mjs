// @ts-check
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atExit } from './atExit.mjs';

/**
 * Makes a folder that goes when this process ends, if it has not gone before.
 *
 * @param {string} purpose Becomes part of the name.
 */
export async function temporaryFolder(purpose) {
  const folder = await mkdtemp(path.join(tmpdir(), `socket-playground-${purpose}-`));
  // What used the folder may be ending just now and write its last.
  atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
