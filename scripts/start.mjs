// @ts-check
/**
 * `npm start`: from a fresh clone to a real VS Code with the extension loaded and the samples
 * open. It takes the first way that works here, and says in a line why it passed over one.
 */
import path from 'node:path';
import { installDependencies } from './dependencies.mjs';
import { desktopOnPath, downloadedDesktop, openDesktop, PassedOver } from './desktop.mjs';
import { npm } from './npm.mjs';
import { exitOnSignals, runOrThrow } from './run.mjs';
import { installExtensionCommand, startVscodeServer } from './vscodeServer.mjs';
import { vscodeInstall } from './vscodeVersions.mjs';

/** What a VS Code in the browser opens with: the samples' page, and nothing that sells something. */
const settings = {
  'workbench.startupEditor': 'readme',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
};

/** Each way resolves when its VS Code was closed. */
const ways = [
  { name: 'VS Code on the PATH', open: async () => openWindow(await desktopOnPath()) },
  { name: 'a downloaded VS Code', open: async () => openWindow(await downloadedDesktop()) },
  { name: 'VS Code in the browser', open: serveWorkbench },
];

async function main() {
  process.chdir(path.resolve(import.meta.dirname, '..'));
  exitOnSignals(0);
  await installDependencies();
  console.log('Building …');
  await npm(['run', '--silent', 'build']);
  await openFirst();
}

async function openFirst() {
  for (const { name, open } of ways) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof PassedOver)) throw error;
      console.log(`Passed over ${name}: ${error.message}.`);
    }
  }
  throw new Error('No VS Code could be opened. Install VS Code, or run this with Linux or macOS.');
}

/** @param {string} program */
async function openWindow(program) {
  console.log(`Opening ${program}. Ctrl+C closes it.`);
  await openDesktop(program, { extension: path.resolve('.'), folder: path.resolve('samples') });
}

/**
 * Serves the workbench for people: with a connection token, and asking for trust. Such a server
 * takes no extension from a development path, so it gets the package.
 */
async function serveWorkbench() {
  console.log('Preparing VS Code in the browser …');
  const install = await vscodeInstall('newest').catch((error) => {
    throw new PassedOver(error.message);
  });
  const server = await startVscodeServer(install, { args: [], settings });
  const vsix = path.join(server.dataFolder, 'extension.vsix');
  await runOrThrow(process.execPath, ['scripts/package.mjs', vsix]);
  await runOrThrow(...installExtensionCommand(install, server.dataFolder, vsix));
  const url = new URL(server.url);
  url.searchParams.set('folder', path.resolve('samples'));
  console.log(`Open this address in a browser; Ctrl+C ends it:\n${url.href}`);
  await server.ended;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
