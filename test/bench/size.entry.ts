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
 * Kilobytes (1,000 bytes) of the bundles as they ship, minified: all of the host's, and of the panel
 * what it loads at its start. And how long `activate` takes in a real VS Code whose extension host
 * has just started.
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
  const panel = await bundleSize('panel');
  console.error(`All of the panel, with what it loads later: ${panel.whole / 1000} kB.`);
  return {
    hostKB: (await bundleSize('host')).whole / 1000,
    panelKB: panel.atStart / 1000,
    activateMs: median(ms),
  };
}

void measure().then((figures) => printFigures('size', figures));
