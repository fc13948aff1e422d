import { strict as assert } from 'node:assert';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { CheckPanel } from '../../src/host/checkPanel';
import { startChecker } from '../../src/host/checkerRun';
import type { Port } from '../../src/protocol/port';
import { launchBrowser } from '../support/browser';
import { soonMs } from '../support/eventually';
import { openPanelPage, type PanelPage } from '../support/panelPage';
import { startStrictServer, type Fault, type StrictServer } from '../support/peers/strictServer';

const log = { info: () => undefined, warn: () => undefined, error: console.error };

const stateOf = (page: Page, text: RegExp) =>
  page.getByRole('status', { name: 'Check state' }).filter({ hasText: text }).waitFor();

/** The page, the host's panel and the checker's thread as they ship, against a real server. */
describe('the panel of a check', function () {
  this.timeout(30_000);
  let browser: Browser;
  let server: StrictServer | undefined;
  let opened: PanelPage | undefined;
  let panel: CheckPanel | undefined;
  let close: (() => void) | undefined;
  let reports: string[];

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(() => {
    reports = [];
  });
  afterEach(async () => {
    close?.();
    const faults = opened?.faults ?? [];
    await opened?.close();
    await server?.stop();
    server = undefined;
    assert.deepEqual(faults, [], 'nothing was thrown and no content security policy was broken');
  });

  async function open(faults: readonly Fault[] = [], url?: string): Promise<Page> {
    server = await startStrictServer(faults);
    const address = url ?? server.url;
    opened = await openPanelPage({
      browser,
      bundle: 'check',
      connectHost: (port) => (panel = panelOf(port, address)),
    });
    opened.page.setDefaultTimeout(soonMs);
    await opened.page.getByRole('status', { name: 'Check state' }).waitFor();
    return opened.page;
  }

  function panelOf(port: Port, url: string): CheckPanel {
    return new CheckPanel({
      window: {
        port,
        load: () => undefined,
        onDidDispose: (listener) => (close = listener),
      },
      address: { url, masked: url },
      services: {
        startChecker: (order, onResult) =>
          startChecker({ file: path.resolve('dist/checker.js'), order, onResult, log }),
        secretNames: () => [],
        confirm: () => Promise.resolve(false),
        showReport: (markdown) => Promise.resolve(void reports.push(markdown)),
        log,
      },
    });
  }

  it('shows every check, what came of it and what crossed the wire', async () => {
    const page = await open(['skips:mask']);
    await panel!.start();
    await stateOf(page, /226 checks in/);
    await page.getByRole('button', { name: /^Failed [1-9]/ }).click();
    const checks = page.getByRole('main', { name: 'Checks' });
    const line = checks
      .locator('summary')
      .filter({ hasText: 'A text frame that is not masked' })
      .first();
    await line.waitFor();
    assert.equal(await checks.getByRole('img', { name: 'Pass' }).first().isVisible(), true);
    await line.click();
    const wire = checks.getByRole('list', { name: 'What crossed the wire' });
    await wire.waitFor();
    assert.match(await wire.innerText(), /text, \d+ bytes/);
    assert.match(await checks.innerText(), /Wanted/);
  });

  it('goes through chapters and checks by keyboard', async () => {
    const page = await open();
    await panel!.start();
    await stateOf(page, /226 checks/);
    const lines = page.locator('summary');
    assert.equal(await lines.count(), 12);
    await lines.first().focus();
    await page.keyboard.press('ArrowRight');
    await lines.nth(12).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'What crossed the wire' }).waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await page.locator('.check').first().waitFor({ state: 'detached' });
    assert.equal(await lines.count(), 12);
  });

  it('stops, runs again and opens the report', async () => {
    const page = await open(['no-pong']);
    const ended = panel!.start();
    await page.getByRole('progressbar', { name: 'Checks done' }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    assert.equal((await ended).state, 'stopped');
    await stateOf(page, /Stopped after \d+ of 226 checks/);
    await page.getByRole('button', { name: 'Export as Markdown' }).click();
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    assert.match(reports[0] ?? '', /^# WebSocket conformance of ws/);
  });

  it('says why a server could not be checked', async () => {
    const page = await open([], 'ws://127.0.0.1:1/');
    await panel!.start();
    const alert = page.getByRole('alert');
    await alert.filter({ hasText: '127.0.0.1:1 refused the connection' }).waitFor();
    await stateOf(page, /Not checked/);
  });

  it('shows the results again in a document that is built anew', async () => {
    const page = await open();
    await panel!.start();
    await stateOf(page, /226 checks/);
    await page.reload();
    await page.getByRole('button', { name: 'All 226' }).waitFor();
  });
});
