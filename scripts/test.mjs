// @ts-check
/**
 * `npm test`: everything from a fresh clone to the number of tests that passed.
 *
 *   npm test                     all stages
 *   npm run test:long            all stages, long tests at their full counts (TEST_LONG=1)
 *   npm test -- unit fuzz        only the stages named
 *   npm test -- --desktop        also the suite inside a desktop VS Code, if one can be had
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { browserProgram } from './browser.mjs';
import { installDependencies } from './dependencies.mjs';
import { npmCommand } from './npm.mjs';
import { exitOnSignals, run } from './run.mjs';
import { needSystemPackages } from './systemPackages.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';
import { vscodeInstall } from './vscodeVersions.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {(countsFile: string) => readonly string[]} command
 * @property {boolean} counts Whether it writes a file of counts; else its end is one test.
 * @property {boolean} [mustRunWhole] In CI a skipped test of it is a failed one.
 */

const long = process.argv.includes('--long');
const desktop = process.argv.includes('--desktop');
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const inCi = Boolean(process.env.CI);

/** Milliseconds until a stage is taken for hung. */
const stageTimeoutMs = long ? 3_600_000 : 480_000;

/** @type {readonly Stage[]} */
const stages = [
  npmScript('typecheck'),
  npmScript('lint'),
  npmScript('build'),
  mocha('unit', 'out/test/unit/**/*.test.js'),
  mocha('fuzz', 'out/test/fuzz/**/*.test.js'),
  { ...mocha('interop', 'out/test/interop/**/*.test.js'), mustRunWhole: true },
  { ...mocha('browser', 'out/test/browser/**/*.test.js'), mustRunWhole: true },
  insideVscode('oldest'),
  insideVscode('newest'),
  ...(desktop ? [insideVscode('desktop')] : []),
  { ...mocha('vscode', 'out/test/vscode/*.test.js'), mustRunWhole: true },
];

/**
 * @param {string} name
 * @returns {Stage}
 */
function npmScript(name) {
  return { name, counts: false, command: () => npmCommand(['run', '--silent', name]) };
}

/**
 * @param {string} name
 * @param {string} files
 * @returns {Stage}
 */
function mocha(name, files) {
  const program = [process.execPath, 'node_modules/mocha/bin/mocha.js'];
  const reporter = ['--reporter', 'scripts/countingReporter.cjs', '--reporter-option'];
  return {
    name,
    counts: true,
    command: (countsFile) => [...program, files, ...reporter, `counts=${countsFile}`],
  };
}

/**
 * The suite that runs in the extension host, in one of the table of versions or in a desktop.
 *
 * @param {'oldest' | 'newest' | 'desktop'} where
 * @returns {Stage}
 */
function insideVscode(where) {
  const runner = 'out/test/vscode/runSuite.entry.js';
  return {
    name: `vscode-${where}`,
    counts: true,
    mustRunWhole: true,
    command: (countsFile) => [process.execPath, runner, where, countsFile],
  };
}

async function main() {
  process.chdir(path.resolve(import.meta.dirname, '..'));
  exitOnSignals(1);
  await timed('set-up', setUp);
  const wanted = stages.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
  const results = [];
  for (const stage of wanted) results.push(await timed(stage.name, () => runStage(stage)));
  report(results);
}

/** Gets everything that the tests need and the machine lacks. */
async function setUp() {
  await installDependencies();
  const packages = await readFile('test/support/peers/packages.txt', 'utf8');
  await needSystemPackages(packages.split('\n').filter(Boolean));
  await Promise.all([vscodeInstall('oldest'), vscodeInstall('newest'), browserProgram()]);
}

/**
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} action
 */
async function timed(name, action) {
  console.log(`\n── ${name}`);
  const start = Date.now();
  const result = await action();
  console.log(`── ${name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

/**
 * @param {Stage} stage
 * @returns {Promise<Counts>}
 */
async function runStage({ command, counts, mustRunWhole }) {
  const countsFile = path.join(await temporaryFolder('counts'), 'counts.json');
  const [program = '', ...args] = command(countsFile);
  const env = { ...process.env, ...(long ? { TEST_LONG: '1' } : {}) };
  const { code } = await run(program, args, { env, echo: true, timeoutMs: stageTimeoutMs });
  const result = counts ? await readCounts(countsFile, code) : endAsTest(code);
  if (!mustRunWhole || !inCi) return result;
  return { ...result, failed: result.failed + result.skipped, skipped: 0 };
}

/**
 * A stage that left no counts, ran no test or ended badly without a failed test has failed.
 *
 * @param {string} countsFile
 * @param {number} code
 * @returns {Promise<Counts>}
 */
async function readCounts(countsFile, code) {
  const text = await readFile(countsFile, 'utf8').catch(() => undefined);
  /** @type {Counts} */
  const counts = text === undefined ? { passed: 0, failed: 0, skipped: 0 } : JSON.parse(text);
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
  if (counts.failed > 0 || (code === 0 && !ranNothing)) return counts;
  console.log(ranNothing ? 'No test ran.' : `The stage ended with code ${code}.`);
  return { ...counts, failed: 1 };
}

/**
 * @param {number} code
 * @returns {Counts}
 */
function endAsTest(code) {
  return { passed: Number(code === 0), failed: Number(code !== 0), skipped: 0 };
}

/** @param {readonly Counts[]} results */
function report(results) {
  const sum = (/** @type {keyof Counts} */ key) =>
    results.reduce((total, result) => total + result[key], 0);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
  process.exitCode = sum('failed') > 0 || results.length === 0 ? 1 : 0;
}

main().catch((error) => {
  console.log(error.message);
  report([{ passed: 0, failed: 1, skipped: 0 }]);
});
