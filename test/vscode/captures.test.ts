import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { VscodePanel } from '../support/vscodePanel';
import { extensionHosts, startTestVscode, type VscodeServer } from '../support/vscodeServer';
import { openVscodeWindow, type VscodeWindow } from '../support/vscodeWindow';

/** A line of an export, as far as it is looked at. */
interface ExportedLine {
  readonly type: string;
  readonly row: number;
  readonly dir: string;
  readonly message?: { readonly text?: string };
}

describe('captures in VS Code', function () {
  this.timeout(90_000);

  let browser: Browser;
  let server: VscodeServer;
  let window: VscodeWindow;
  let panel: VscodePanel;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'exports-'));
    browser = await launchBrowser();
    server = await startTestVscode();
    await openWindow();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(this.currentTest.title);
  });

  after(async () => {
    await browser.close();
    await server.end();
    await rm(folder, { recursive: true, force: true });
  });

  async function openWindow(): Promise<void> {
    window = await openVscodeWindow(browser, server, { folder });
    panel = new VscodePanel(window);
  }

  async function connectToPlayground(): Promise<void> {
    await window.runCommand('Socket Playground: Connect…');
    await window.quickRow('Playground Server').click();
    await panel.state('Open').waitFor();
  }

  it('shows the rows again after a reload of the window', async () => {
    await connectToPlayground();
    await panel.row('"count":2,').waitFor();
    await panel.state('on disk').waitFor();
    await window.reload();
    await panel.state('Capture of ws://127.0.0.1').waitFor();
    await panel.row('"count":2,').waitFor();
    await window.showNotifications();
    assert.equal(await window.notification('not finished').count(), 0);
  });

  it('exports the frames that the rows show', async () => {
    await window.runCommand('Socket Playground: Export…');
    await window.quickRow('NDJSON').click();
    // The dialog suggests a file in the folder of the window, once it has listed that folder.
    await window.page
      .locator('.quick-input-widget:visible .monaco-list-row')
      .filter({ hasText: '..' })
      .waitFor();
    await window.page.waitForFunction(
      `document.querySelector('.quick-input-widget .quick-input-box input')?.value.endsWith('.ndjson')`,
    );
    await window.page.keyboard.press('Enter');
    await window.showNotifications();
    await window.notification('Exported').waitFor();
    const [file = '', ...others] = await readdir(folder);
    assert.deepEqual(others, []);
    const text = await readFile(path.join(folder, file), 'utf8');
    const [open, ...frames] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ExportedLine);
    assert.equal(open?.type, 'open');
    assert.ok(frames.every(({ type }) => type === 'frame'));
    const shown = await panel.frames.getByRole('row').filter({ hasText: '{"type"' }).all();
    assert.ok(shown.length > 2);
    for (const [index, row] of shown.entries()) {
      const payload = frames[index]?.message?.text;
      assert.ok(payload && (await row.innerText()).includes(payload), `row ${index}`);
    }
    assert.equal(frames.length, shown.length);
    await window.runCommand('View: Close All Editors');
  });

  it('offers what an extension host that was killed had captured', async () => {
    await connectToPlayground();
    await panel.row('"count":3,').waitFor();
    for (const host of await extensionHosts(server)) process.kill(host, 'SIGKILL');
    await panel.alert('The extension host has stopped').waitFor();
    await window.close();
    await openWindow();
    await window.showNotifications();
    const offer = window.notification('1 capture was not finished');
    await offer.getByRole('button', { name: 'Open' }).click();
    await panel.state('Capture of').waitFor();
    await panel.alert('was not finished').waitFor();
    // The last 250 ms may be missing, and the rows before must not be.
    await panel.row('"count":2,').waitFor();
    await window.runCommand('View: Close All Editors');
  });

  it('lists stored captures, opens one and deletes one', async () => {
    const listed = () => window.page.locator('.quick-input-widget:visible .monaco-list-row');
    await window.runCommand('Socket Playground: Open Capture…');
    await window.quickRow('ws://127.0.0.1').waitFor();
    assert.equal(await listed().count(), 2);
    await window.quickRow('ws://127.0.0.1').click();
    await panel.row('"count":1,').waitFor();
    await window.runCommand('View: Close All Editors');

    await window.runCommand('Socket Playground: Open Capture…');
    await window.quickRow('ws://127.0.0.1').hover();
    await window.quickRow('ws://127.0.0.1').getByRole('button', { name: 'Delete Capture' }).click();
    await window.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await window.quickRow('ws://127.0.0.1').waitFor();
    assert.equal(await listed().count(), 1);
    await window.closePalette();
  });
});
