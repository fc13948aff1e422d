import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { VscodePanel } from '../support/vscodePanel';
import { extensionHosts, startTestVscode, type VscodeServer } from '../support/vscodeServer';
import {
  openVscodeWindow,
  type VscodeWindow,
  type VscodeWindowOptions,
} from '../support/vscodeWindow';

/** Milliseconds within which a panel says what has become of it. */
const saysWithinMs = 3_000;

/** What a panel says, and still shows, when what it depends on ends in the middle. */
describe('nothing lost in VS Code', function () {
  this.timeout(90_000);

  let browser: Browser;
  let server: VscodeServer;
  let window: VscodeWindow;
  let panel: VscodePanel;

  before(async () => {
    browser = await launchBrowser();
    server = await startTestVscode();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(this.currentTest.title);
    await window.close();
  });

  after(async () => {
    await browser.close();
    await server.end();
  });

  async function openWindow(options: VscodeWindowOptions = {}): Promise<void> {
    window = await openVscodeWindow(browser, server, options);
    panel = new VscodePanel(window);
  }

  /** Waits until so many pushes of the playground server show; gives the numbers of all that do. */
  async function pushes(count: number): Promise<number[]> {
    await panel.row(`"count":${count},`).waitFor();
    const texts = await panel.frames.getByRole('row').allInnerTexts();
    return texts.flatMap((text) => /"count":(\d+),/.exec(text)?.[1] ?? []).map(Number);
  }

  it('says that the playground server was killed, and keeps all that came of it', async () => {
    await openWindow();
    await window.runCommand('Socket Playground: Connect…');
    await window.quickRow('Playground Server').click();
    await panel.state('Open').waitFor();
    await pushes(3);
    const [, pid] = /"pid":(\d+)/.exec(await panel.row('"count":3,').innerText()) ?? [];
    process.kill(Number(pid), 'SIGKILL');
    await panel.state('Closed: 1006').waitFor({ timeout: saysWithinMs });
    await panel.alert('without a close frame').waitFor();
    const kept = await pushes(3);
    assert.deepEqual(kept, [0, 1, 2, 3, 4].slice(0, Math.max(4, kept.length)));
    await panel.button('Connect').click();
    await panel.state('Open').waitFor();
  });

  it('says that the inspector has ended, offers a reload, and shows what it had written', async () => {
    await openWindow({ suite: path.resolve('out/test/vscode/endedWorker.entry.js') });
    await panel.state('Open').waitFor();
    await pushes(3);
    for (const host of await extensionHosts(server)) process.kill(host, 'SIGUSR2');
    const alert = panel.alert('The inspector, which held this connection, ended unexpectedly');
    await alert.waitFor({ timeout: saysWithinMs });
    const link = alert.getByRole('link', { name: 'Reload the window' });
    assert.equal(await link.getAttribute('href'), 'command:workbench.action.reloadWindow');
    await panel.alert('was not finished').waitFor();
    // The last 250 ms may be missing, and the pushes before must not be.
    assert.deepEqual((await pushes(2)).slice(0, 3), [0, 1, 2]);
    await panel.button('Connect').click();
    await panel.state('Open').waitFor();
  });
});
