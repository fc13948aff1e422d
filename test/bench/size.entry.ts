import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { launchBrowser } from '../support/browser';
import { bundleSize } from '../support/bundleSizes';
import { startTestVscode } from '../support/vscodeServer';
import { openVscodeWindow } from '../support/vscodeWindow';
import { reportMark } from '../vscode/suiteReport';
import { median, printFigures } from './support/figures';
import { interleave } from './support/rounds';

/*
 * Kilobytes (1,000 bytes) of the bundles as they ship, minified, and how long `activate` takes in a
 * real VS Code whose extension host has just started.
 */

/** Milliseconds in the newest VS Code, in a window of its own. */
async function activation(): Promise<number> {
  const server = await startTestVscode({ version: 'newest' });
  const browser = await launchBrowser();
  const said = new EventEmitter();
  try {
    const told = once(said, 'report') as Promise<[string]>;
    await openVscodeWindow(browser, server, {
      suite: path.resolve('out/test/bench/support/activation.entry.js'),
      onSuiteLog: (text) => {
        if (text.startsWith(reportMark)) said.emit('report', text.slice(reportMark.length));
      },
      onSuiteExit: () => {},
    });
    const [activationMs] = await told;
    return Number(activationMs);
  } finally {
    await browser.close();
    await server.end();
  }
}

async function measure() {
  const { ms } = await interleave('activate, milliseconds,', { ms: activation });
  return {
    hostKB: (await bundleSize('host')) / 1000,
    panelKB: (await bundleSize('panel')) / 1000,
    activateMs: median(ms),
  };
}

void measure().then((figures) => printFigures('size', figures));
