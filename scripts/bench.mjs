// @ts-check
/**
 * `npm run bench -- NAME`: measures one thing, with everything built as it ships.
 *
 *   npm run bench                                the names there are
 *   npm run bench -- capture                     the figures for a person
 *   npm run --silent bench -- capture --json     the figures as one line of JSON
 *
 * The figures of each round are told on standard error. `ROUNDS=1` is for trying a benchmark out.
 */
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { installDependencies } from './dependencies.mjs';
import { npmCommand } from './npm.mjs';
import { exitOnSignals, run, runOrThrow, startGroup } from './run.mjs';
import { needSystemPackages } from './systemPackages.mjs';

const ending = '.entry.ts';

/**
 * The program that a benchmark measures against, and the system's package that it comes from.
 *
 * @type {Readonly<Record<string, { program: string, fromPackage: string }>>}
 */
const peers = { filter: { program: 'rg', fromPackage: 'ripgrep' } };

async function main() {
  process.chdir(path.resolve(import.meta.dirname, '..'));
  exitOnSignals(1);
  const [name, ...rest] = process.argv.slice(2).filter((argument) => argument !== '--json');
  const asJson = process.argv.includes('--json');
  const names = await benchNames();
  if (name === undefined || rest.length > 0 || !names.includes(name)) {
    console.error(`Usage: npm run bench -- NAME [--json]\nNames: ${names.join(', ')}`);
    process.exitCode = 2;
    return;
  }
  await needPeer(name);
  await build();
  process.exitCode = await measure(name, asJson);
}

async function benchNames() {
  const files = await readdir('test/bench');
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .toSorted();
}

/** @param {string} name */
async function needPeer(name) {
  const peer = peers[name];
  if (!peer || (await run(peer.program, ['--version'])).code === 0) return;
  await needSystemPackages([peer.fromPackage]);
}

/** The benchmark itself, then what ships, minified as it ships, over it. */
async function build() {
  await installDependencies();
  for (const script of ['build', 'vscode:prepublish']) {
    const [program = '', ...args] = npmCommand(['run', '--silent', script]);
    await runOrThrow(program, args);
  }
}

/**
 * @param {string} name
 * @param {boolean} asJson
 * @returns {Promise<number>} The benchmark's exit code.
 */
async function measure(name, asJson) {
  const { child } = startGroup(process.execPath, [`out/test/bench/${name}.entry.js`]);
  child.stderr.pipe(process.stderr);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  if (code === 0) console.log(asJson ? output.trim() : forPeople(JSON.parse(output)));
  return code ?? 1;
}

/** @param {{ bench: string, figures: Record<string, number> }} result */
function forPeople({ bench, figures }) {
  const lines = Object.entries(figures).map(([key, figure]) => `  ${key.padEnd(16)}${figure}`);
  return [bench, ...lines].join('\n');
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
