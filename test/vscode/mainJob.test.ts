import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { VscodePanel } from '../support/vscodePanel';
import { extensionHosts, startTestVscode, type VscodeServer } from '../support/vscodeServer';
import { openVscodeWindow, type VscodeWindow } from '../support/vscodeWindow';

/** What the playground server says of both ends once a second. */
interface Tick {
  readonly you: { readonly address: string; readonly port: number };
  readonly me: { readonly address: string; readonly port: number; readonly pid: number };
}

/** What a person may type into the address field, and what the panel then says. */
const wrongAddresses = [
  ['http://127.0.0.1/', /ws:/],
  ['ws://127.0.0.1:1/', /refused|Nothing listens/],
] as const;

for (const version of ['oldest', 'newest'] as const) {
  describe(`a person in the ${version} VS Code`, function () {
    this.timeout(90_000);

    let browser: Browser;
    let server: VscodeServer;
    let window: VscodeWindow;
    let panel: VscodePanel;

    before(async () => {
      browser = await launchBrowser();
      server = await startTestVscode({ version });
      await openWindow();
    });

    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await window.screenshot(this.currentTest.title);
    });

    after(async () => {
      await browser.close();
      await server.end();
    });

    async function openWindow(): Promise<void> {
      window = await openVscodeWindow(browser, server);
      panel = new VscodePanel(window);
    }

    async function connectToPlayground(): Promise<void> {
      await window.runCommand('Socket Playground: Connect…');
      await window.quickRow('Playground Server').click();
      await panel.state('Open').waitFor();
    }

    describe('with a fresh window', () => {
      it('finds every command in the palette', async () => {
        for (const title of [
          'Connect…',
          'Disconnect',
          'Send Message…',
          'Start Playground Server',
          'Show Log',
        ]) {
          await window.findCommand(`Socket Playground: ${title}`);
          await window.closePalette();
        }
      });
    });

    describe('with one connection', () => {
      beforeEach(connectToPlayground);

      afterEach(() => window.runCommand('View: Close All Editors'));

      it('sees each push of the playground server within a second', async () => {
        for (const count of [1, 2, 3]) {
          const row = panel.row(`"count":${count},`);
          await row.waitFor();
          const sent = /"time":"([^"]+)"/.exec(await row.innerText())?.[1];
          assert.ok(sent, 'The row shows when the message was sent.');
          assert.ok(Date.now() - Date.parse(sent) < 1000, `push ${count} took over a second`);
        }
      });

      it('sees at both ends the addresses that the server reports', async () => {
        const row = await panel.row('"type":"tick"').innerText();
        const { you, me } = JSON.parse(row.slice(row.indexOf('{'))) as Tick;
        const thisEnd = await panel.end('This end').innerText();
        const otherEnd = await panel.end('Other end').innerText();
        assert.ok(thisEnd.includes(`${you.address}:${you.port}`), thisEnd);
        assert.ok(otherEnd.includes(`${me.address}:${me.port}`), otherEnd);
        assert.ok(otherEnd.includes(`process ${me.pid}`), otherEnd);
      });

      it('sends a message, which the server echoes', async () => {
        await panel.send('Grüße, 世界 🎉');
        const rows = panel.frames.getByRole('row').filter({ hasText: 'Grüße, 世界 🎉' });
        await rows.nth(0).getByRole('gridcell', { name: 'Sent' }).waitFor();
        await rows.nth(1).getByRole('gridcell', { name: 'Received' }).waitFor();
      });

      it('opens the parts that the panel loads later', async () => {
        await panel.row('"count":1,').click();
        await panel.tab('Frame').click();
        await panel.headerGrid.waitFor();
        await panel.section('Repeat').click();
        await panel.button('Start repeating').waitFor();
      });

      it('sees the number of open connections in the status bar', async () => {
        const status = window.statusItem('socketPlayground.connections');
        await status.filter({ hasText: '1' }).waitFor();
        await panel.button('Disconnect').click();
        await status.waitFor({ state: 'hidden' });
      });

      it('disconnects with the button, and what arrived stays', async () => {
        await panel.row('"count":1,').waitFor();
        await panel.button('Disconnect').click();
        await panel.state('Closed').waitFor();
        await panel.button('Connect').waitFor();
        assert.ok(await panel.row('"count":1,').isVisible());
      });

      for (const [address, sentence] of wrongAddresses) {
        it(`reads what is wrong with ${address}`, async () => {
          await panel.button('Disconnect').click();
          await panel.state('Closed').waitFor();
          await panel.address.fill(address);
          await panel.button('Connect').click();
          await panel.alert(sentence).waitFor();
        });
      }
    });

    describe('whose window ends', () => {
      it('sees after a reload of the window the rows and the address again', async () => {
        await connectToPlayground();
        const address = await panel.address.inputValue();
        await panel.row('"count":1,').waitFor();
        await window.reload();
        await panel.row('"count":1,').waitFor();
        assert.equal(await panel.address.inputValue(), address);
      });

      it('reads within 3 s that the extension host has died', async () => {
        await window.close();
        await openWindow();
        await connectToPlayground();
        const hosts = await extensionHosts(server);
        for (const host of hosts) process.kill(host, 'SIGKILL');
        const start = performance.now();
        await panel.alert('The extension host has stopped').waitFor();
        assert.ok(performance.now() - start < 3000);
        assert.ok(hosts.length > 0);
      });
    });
  });
}
