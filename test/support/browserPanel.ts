import assert from 'node:assert/strict';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Port } from '../../src/protocol/port';
import { launchBrowser } from './browser';
import { soonMs } from './eventually';
import { openPanelPage, type PanelPage, type PanelPageOptions } from './panelPage';

/** What stands behind a panel: a fixture, or a host with the real inspector. */
export interface PanelHost {
  readonly connect: (port: Port) => void;
}

/** Opens the panel of a test; it is closed after the test. */
export type OpenPanel = (host: PanelHost, options?: Partial<PanelPageOptions>) => Promise<Page>;

/**
 * One browser for the tests of the `describe` that this is called in, and a panel for each. After
 * every test nothing may have been thrown, nor the content security policy broken.
 */
export function panelOpener(): OpenPanel {
  let browser: Browser;
  let panel: PanelPage | undefined;

  before(async () => {
    browser = await launchBrowser();
  });

  after(() => browser.close());

  afterEach(async () => {
    const faults = panel?.faults ?? [];
    await panel?.close();
    panel = undefined;
    assert.deepEqual(faults, [], 'nothing was thrown and no content security policy was broken');
  });

  return async (host, options) => {
    panel = await openPanelPage({ browser, connectHost: host.connect, ...options });
    panel.page.setDefaultTimeout(soonMs);
    await frameGrid(panel.page).waitFor();
    return panel.page;
  };
}

/** The frame list. */
export function frameGrid(page: Page): Locator {
  return page.getByRole('grid', { name: 'Frames' });
}

/** The row with a number in the list, from 1, as far as it exists at the moment. */
export function listRow(page: Page, number: number): Locator {
  return frameGrid(page).locator(`[role="row"][aria-rowindex="${number}"]:not([hidden])`);
}
