// @ts-check
/**
 * `npm run --silent cli -- …`: the command line from a clone, installed and built first where that
 * is needed. Nothing of that appears on standard output, which is the program's own.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { changedAt, installDependencies } from './dependencies.mjs';
import { runOrThrow } from './run.mjs';

const root = path.resolve(import.meta.dirname, '..');
const bundle = path.join(root, 'dist/cli.js');

async function main() {
  process.chdir(root);
  await installDependencies();
  if ((await changedAt(bundle)) < (await sourcesChangedAt())) {
    await runOrThrow(process.execPath, ['esbuild.js', 'command line']);
  }
  // Paths that the user gives are meant from where npm was called.
  process.chdir(process.env.INIT_CWD ?? root);
  await import(pathToFileURL(bundle).href);
}

async function sourcesChangedAt() {
  const sources = await readdir('src', { recursive: true });
  const files = ['package.json', 'esbuild.js', ...sources.map((name) => path.join('src', name))];
  return Math.max(...(await Promise.all(files.map(changedAt))));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
