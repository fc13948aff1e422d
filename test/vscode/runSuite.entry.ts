/**
 * Runs the suite inside the extension host of a real VS Code:
 *
 *   node out/test/vscode/runSuite.entry.js <oldest | newest | desktop> <counts file>
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { downloadedDesktop, PassedOver } from '../../scripts/desktop.mjs';
import { exitOnSignals } from '../../scripts/run.mjs';
import { launchBrowser } from '../support/browser';
import { startTestVscode, type VscodeVersion } from '../support/vscodeServer';
import { countsVariable, reportMark } from './suiteReport';
import { openVscodeWindow } from '../support/vscodeWindow';

/** Milliseconds for the whole suite. */
const suiteTimeoutMs = 240_000;

const suite = path.resolve('out/test/vscode/suite.entry.js');

async function runInBrowser(version: VscodeVersion, env: NodeJS.ProcessEnv): Promise<number> {
  const server = await startTestVscode({ version, env });
  const browser = await launchBrowser();
  try {
    return await new Promise<number>((resolve, reject) => {
      setTimeout(() => reject(new Error('The suite did not end in time.')), suiteTimeoutMs).unref();
      openVscodeWindow(browser, server, {
        suite,
        onSuiteLog: showReport,
        onSuiteExit: resolve,
      }).catch(reject);
    });
  } finally {
    await browser.close();
    await server.end();
  }
}

/** VS Code's own lines, hundreds of them, are left out. */
function showReport(text: string): void {
  if (text.startsWith(reportMark)) console.log(text.slice(reportMark.length));
}

async function runOnDesktop(env: NodeJS.ProcessEnv, counts: string): Promise<number> {
  try {
    return await runTests({
      vscodeExecutablePath: await downloadedDesktop(),
      extensionDevelopmentPath: path.resolve('.'),
      extensionTestsPath: suite,
      extensionTestsEnv: env,
      launchArgs: [path.resolve('samples'), '--disable-extensions', '--disable-workspace-trust'],
    });
  } catch (error) {
    if (!(error instanceof PassedOver)) throw error;
    console.log(`Passed over a desktop VS Code: ${error.message}.`);
    await writeFile(counts, JSON.stringify({ passed: 0, failed: 0, skipped: 1 }));
    return 0;
  }
}

async function main([where, counts = '']: readonly string[]): Promise<void> {
  exitOnSignals(1);
  const env = { [countsVariable]: counts };
  if (where === 'desktop') process.exitCode = await runOnDesktop(env, counts);
  else if (where === 'oldest' || where === 'newest')
    process.exitCode = await runInBrowser(where, env);
  else throw new Error('Say where: oldest, newest or desktop.');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
