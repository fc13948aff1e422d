// @ts-check
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startGroup } from './run.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/** Milliseconds that the server has to say where it listens. */
const startTimeoutMs = 60_000;

/**
 * A running VS Code server.
 *
 * @typedef {object} VscodeServer
 * @property {string} authority `127.0.0.1:PORT`.
 * @property {string} url Where its workbench is, with the connection token if there is one.
 * @property {string} dataFolder Settings, extensions and logs; gone with the server.
 * @property {number} pid The leader of its process group.
 * @property {Promise<unknown>} ended Resolves when it has ended, by itself or not.
 * @property {() => Promise<void>} end Ends the server and all that it started.
 */

/**
 * Starts VS Code's own server (not code-server's wrapper) on a free port of the loopback
 * interface, as a process group, with a data folder of its own.
 *
 * @param {import('./vscodeVersions.mjs').VscodeInstall} install
 * @param {object} options
 * @param {readonly string[]} options.args More arguments for the server.
 * @param {Readonly<Record<string, unknown>>} [options.settings]
 * @param {NodeJS.ProcessEnv} [options.env] More environment, which extension hosts inherit.
 * @returns {Promise<VscodeServer>}
 */
export async function startVscodeServer(install, { args, settings = {}, env = {} }) {
  const dataFolder = await temporaryFolder('vscode');
  const machine = path.join(dataFolder, 'data/Machine');
  await mkdir(machine, { recursive: true });
  await writeFile(path.join(machine, 'settings.json'), JSON.stringify(settings));
  const group = startGroup(install.node, serverArguments(install, dataFolder, args), {
    // Sockets of the server go into the folder too, so that they go with it.
    env: { ...ownEnvironment(), XDG_RUNTIME_DIR: dataFolder, ...env },
  });
  const ended = once(group.child, 'exit');
  const end = async () => {
    await group.end();
    await rm(dataFolder, { recursive: true, force: true });
  };
  try {
    const url = new URL(await lineWithAddress(group.child));
    url.hostname = '127.0.0.1';
    return {
      authority: url.host,
      url: url.href,
      dataFolder,
      pid: group.child.pid ?? 0,
      ended,
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/**
 * Installs an extension's package into the data folder of a server.
 *
 * @param {import('./vscodeVersions.mjs').VscodeInstall} install
 * @param {string} dataFolder
 * @param {string} vsix
 * @returns {readonly [command: string, args: string[]]} What to run.
 */
export function installExtensionCommand(install, dataFolder, vsix) {
  return [install.node, serverArguments(install, dataFolder, [`--install-extension=${vsix}`])];
}

/**
 * @param {import('./vscodeVersions.mjs').VscodeInstall} install
 * @param {string} dataFolder
 * @param {readonly string[]} args
 */
function serverArguments(install, dataFolder, args) {
  return [
    path.join(install.root, 'out/server-main.js'),
    '--host=127.0.0.1',
    '--port=0',
    `--server-data-dir=${dataFolder}`,
    '--accept-server-license-terms',
    '--disable-telemetry',
    // Seconds that an extension host outlives its window; the default is three hours.
    '--reconnection-grace-time=3',
    ...args,
  ];
}

/** The environment without what a VS Code around us (a terminal, a test) has put there. */
function ownEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name),
    ),
  );
}

/**
 * @param {ReturnType<typeof startGroup>['child']} child
 * @returns {Promise<string>} The address in the line `Web UI available at http://…`.
 */
function lineWithAddress(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (/** @type {string} */ what) =>
      reject(new Error(`VS Code's server ${what}. It wrote: ${output.slice(-2000)}`));
    const timer = setTimeout(() => fail('did not start in time'), startTimeoutMs);
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('exit', (code) => fail(`ended at once (${code})`));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-10_000);
        const address = /Web UI available at (http:\S+)\s/.exec(output)?.[1];
        if (!address) return;
        clearTimeout(timer);
        resolve(address);
      });
    }
  });
}
