import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { listRow } from '../support/browserPanel';
import { eventually, soonMs } from '../support/eventually';
import { open, PanelFixture } from '../support/panelFixture';
import { openPanelPage, type PanelPage } from '../support/panelPage';

describe('parts of the panel that are loaded later', function () {
  this.timeout(30_000);
  let browser: Browser;
  let panel: PanelPage | undefined;
  let asked: string[] = [];
  let gone: RegExp | undefined;

  before(async () => {
    browser = await launchBrowser();
  });

  after(() => browser.close());

  afterEach(async () => {
    await panel?.close();
    panel = undefined;
    asked = [];
    gone = undefined;
  });

  async function openPanel(): Promise<Page> {
    const fixture = new PanelFixture({ ...open, rows: { generation: 1, total: 3, first: 0 } });
    panel = await openPanelPage({
      browser,
      connectHost: fixture.connect,
      isGone: (address) => {
        asked.push(address);
        return gone?.test(address) === true;
      },
    });
    panel.page.setDefaultTimeout(soonMs);
    await listRow(panel.page, 1).waitFor();
    return panel.page;
  }

  it('come by themselves, before anything is opened', async () => {
    await openPanel();
    for (const name of ['detailContent', 'composerSections']) {
      await eventually(() => asked.some((address) => address.startsWith(`/panel/${name}-`)));
    }
    assert.deepEqual(panel?.faults, []);
  });

  it('say that they did not come, and come when the user tries again', async () => {
    gone = /^\/panel\/detailContent-/;
    const page = await openPanel();
    await listRow(page, 2).click();
    const detail = page.getByRole('region', { name: 'Frame detail' });
    await detail.getByRole('alert').filter({ hasText: 'could not be loaded' }).waitFor();
    gone = undefined;
    await detail.getByRole('button', { name: 'Try again' }).focus();
    await page.keyboard.press('Enter');
    const tab = detail.getByRole('tab', { name: 'Payload' });
    await tab.waitFor();
    await eventually(() => tab.evaluate((element) => element.matches(':focus')));
  });

  it('say so in the composer too, which goes on without them', async () => {
    gone = /^\/panel\/composerSections-/;
    const page = await openPanel();
    const preview = page.getByRole('button', { name: 'Preview' });
    await preview.click();
    await page.getByRole('alert').filter({ hasText: 'could not be loaded' }).waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('still here');
    gone = undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Preview', expanded: true }).waitFor();
    await page.locator('.segments').first().waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Message' }).inputValue(), 'still here');
  });
});
