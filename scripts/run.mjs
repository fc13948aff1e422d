// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { atExit } from './atExit.mjs';

/** Milliseconds that a group is given to end by itself before it is killed. */
const patienceMs = 3000;

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string | undefined} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {number} [options.timeoutMs] The program and all of its group are ended after that time.
 * @param {boolean} [options.echo] Show what it writes as it comes.
 * @returns {Promise<{ code: number, output: string }>} `code` is -1 for a program that could not
 *   be started or was ended; `output` is stdout and stderr as they came.
 */
export async function run(command, args, { cwd, env, timeoutMs, echo } = {}) {
  const group = startGroup(command, args, { cwd, env });
  let output = '';
  for (const stream of [group.child.stdout, group.child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (echo) process.stdout.write(text);
    });
  }
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => void group.end(), timeoutMs);
  try {
    const [code] = await once(group.child, 'close');
    return { code: code ?? -1, output };
  } catch (error) {
    return { code: -1, output: String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs a program to its end and fails when it does.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 * @returns {Promise<string>} What the program wrote.
 * @throws {Error} With the end of what the program wrote.
 */
export async function runOrThrow(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code === 0) return output;
  throw new Error(`${command} ${args.join(' ')} failed (${code}): ${output.trim().slice(-8000)}`);
}

/**
 * Starts a program as the leader of a process group of its own, so that it and all that it
 * starts can be ended together.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string | undefined, env?: NodeJS.ProcessEnv | undefined }} [options]
 */
export function startGroup(command, args, { cwd, env } = {}) {
  const child = spawn(command, args, {
    cwd,
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const forget = atExit(() => signalGroup(child.pid, 'SIGKILL'));
  child.once('exit', forget);
  return {
    child,
    /** Ends every process of the group; resolves when the last one is gone. */
    end: () => endGroup(child.pid),
  };
}

/**
 * Makes a signal end this process by `process.exit`, and with it every group that it started and
 * every folder that was to go: the signal alone would skip all that.
 *
 * @param {number} code
 */
export function exitOnSignals(code) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => process.exit(code));
  }
}

/** @param {number | undefined} leader */
async function endGroup(leader) {
  const start = Date.now();
  for (let alive = signalGroup(leader, 'SIGTERM'); alive; alive = signalGroup(leader, 0)) {
    if (Date.now() - start > patienceMs) signalGroup(leader, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * @param {number | undefined} leader
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} Whether a process of the group was there.
 */
function signalGroup(leader, signal) {
  if (leader === undefined) return false;
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, signal);
    return true;
  } catch {
    return false;
  }
}
