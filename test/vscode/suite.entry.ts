import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { countsVariable, reportMark } from './suiteReport';

/**
 * Runs the tests of `inside/` in the extension host. VS Code calls it: the one in the browser as
 * well as the one of `@vscode/test-electron`.
 *
 * @throws Error when a test failed, which is how VS Code learns of it.
 */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...args) => console.log(reportMark + format(...args));
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 20_000,
    reporter: path.resolve(__dirname, '../../../scripts/countingReporter.cjs'),
    reporterOptions: { counts: process.env[countsVariable] },
  });
  const folder = path.join(__dirname, 'inside');
  for (const file of await readdir(folder)) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(folder, file));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} of the tests inside VS Code failed.`);
}
