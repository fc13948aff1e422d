// @ts-check
import { runOrThrow } from './run.mjs';

/**
 * How to run npm: the one that runs us where there is one, since on Windows `npm` is no program.
 *
 * @param {readonly string[]} args
 * @returns {string[]}
 */
export function npmCommand(args) {
  const script = process.env.npm_execpath;
  return script ? [process.execPath, script, ...args] : ['npm', ...args];
}

/**
 * Runs npm to its end.
 *
 * @param {readonly string[]} args
 * @param {string} [cwd]
 * @returns {Promise<string>} What npm wrote.
 */
export async function npm(args, cwd) {
  const [program = '', ...rest] = npmCommand(args);
  return runOrThrow(program, rest, { cwd });
}
