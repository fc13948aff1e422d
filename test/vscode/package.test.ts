import path from 'node:path';
import type { Browser } from 'playwright-core';
import { runOrThrow } from '../../scripts/run.mjs';
import { launchBrowser } from '../support/browser';
import { VscodePanel } from '../support/vscodePanel';
import { installVsix, startTestVscode, type VscodeServer } from '../support/vscodeServer';
import { openVscodeWindow } from '../support/vscodeWindow';

describe('the package', function () {
  this.timeout(120_000);

  let browser: Browser;
  let server: VscodeServer;

  before(async () => {
    browser = await launchBrowser();
    server = await startTestVscode();
  });

  after(async () => {
    await browser.close();
    await server.end();
  });

  it('is built, installs into a clean VS Code, and connects', async () => {
    const vsix = path.resolve('out/socket-playground.vsix');
    await runOrThrow(process.execPath, ['scripts/package.mjs', vsix]);
    await installVsix(server, vsix);
    const window = await openVscodeWindow(browser, server, { extension: null });
    const panel = new VscodePanel(window);
    await window.runCommand('Socket Playground: Connect…');
    await window.quickRow('Playground Server').click();
    await panel.state('Open').waitFor();
    await panel.row('"type":"tick"').waitFor();
  });
});
