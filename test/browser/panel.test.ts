import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { Locator, Page } from 'playwright-core';
import { frameGrid, listRow, panelOpener } from '../support/browserPanel';
import { eventually } from '../support/eventually';
import { frameRow, idle, numberedRow, open, PanelFixture } from '../support/panelFixture';
import type { PanelPageOptions } from '../support/panelPage';

describe('the panel in a browser', function () {
  this.timeout(30_000);
  const openPanel = panelOpener();

  async function withRows(total: number, options?: Partial<PanelPageOptions>) {
    const fixture = new PanelFixture({ ...open, rows: { generation: 1, total, first: 0 } });
    const page = await openPanel(fixture, options);
    await listRow(page, total)
      .getByText(`row ${total - 1}`, { exact: true })
      .waitFor();
    return { fixture, page };
  }

  describe('accessible names', () => {
    it('has the parts that the design promises, while nothing is connected', async () => {
      const page = await openPanel(new PanelFixture());
      for (const part of [
        page.getByRole('textbox', { name: 'WebSocket URL' }),
        page.getByRole('button', { name: 'Connect', exact: true }),
        page.getByRole('status', { name: 'Connection state' }),
        page.getByRole('region', { name: 'Peers' }),
        page.getByRole('group', { name: 'This end' }),
        page.getByRole('group', { name: 'Other end' }),
        page.getByRole('textbox', { name: 'Message' }),
        page.getByRole('combobox', { name: 'Kind' }),
        page.getByRole('button', { name: 'Send' }),
      ]) {
        assert.equal(await part.count(), 1, String(part));
      }
      const headings = await frameGrid(page).getByRole('columnheader').all();
      const names = await Promise.all(headings.map((one) => one.getAttribute('aria-label')));
      assert.deepEqual(names, ['#', 'Direction', 'Time', 'Delta', 'Kind', 'Size', 'Payload']);
    });

    it('names the detail and its tabs', async () => {
      const { page } = await withRows(3);
      await listRow(page, 2).click();
      const detail = page.getByRole('region', { name: 'Frame detail' });
      await detail.waitFor();
      assert.deepEqual(await detail.getByRole('tab').allInnerTexts(), [
        'Payload',
        'Frame',
        'Bytes',
      ]);
    });

    it('says what each end is', async () => {
      const page = await openPanel(new PanelFixture(open));
      const thisEnd = page.getByRole('group', { name: 'This end' });
      const otherEnd = page.getByRole('group', { name: 'Other end' });
      await thisEnd.getByText('127.0.0.1:54321').waitFor();
      await thisEnd.getByText('node, process 4242').waitFor();
      await otherEnd.getByText('127.0.0.1:6455').waitFor();
      await otherEnd.getByText('python3, process 777').waitFor();
    });
  });

  describe('the wire between the ends', () => {
    it('lets a dot travel for what has crossed it, without laying the panel out', async () => {
      const fixture = new PanelFixture(open);
      const page = await openPanel(fixture, { reducedMotion: false });
      await page.getByRole('status', { name: 'Connection state' }).getByText('Open').waitFor();
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable');
      const layouts = async () => {
        const { metrics } = await session.send('Performance.getMetrics');
        return metrics.find(({ name }) => name === 'LayoutCount')?.value ?? NaN;
      };
      const before = await layouts();
      fixture.tell({ traffic: { in: { frames: 1, bytes: 3 }, out: { frames: 0, bytes: 0 } } });
      const dot = page.locator('.pulse.in');
      await dot.waitFor();
      await dot.waitFor({ state: 'detached' });
      const during = (await layouts()) - before;
      // It travels for some 36 frames; what else the panel draws meanwhile takes a few layouts.
      assert.ok(during < 18, `${during} layouts`);
    });
  });

  describe('the connection bar', () => {
    it('connects to what stands in the address field', async () => {
      const fixture = new PanelFixture();
      const page = await openPanel(fixture);
      await page.getByRole('textbox', { name: 'WebSocket URL' }).fill('ws://127.0.0.1:1/');
      await page.keyboard.press('Enter');
      await eventually(() => fixture.opened.length === 1);
      assert.deepEqual(fixture.opened, [
        { url: 'ws://127.0.0.1:1/', acceptUntrustedCertificate: false },
      ]);
    });

    it('has one button, which follows the state', async () => {
      const fixture = new PanelFixture();
      const page = await openPanel(fixture);
      fixture.tell({ state: 'connecting' });
      await page.getByRole('button', { name: 'Cancel' }).click();
      fixture.tell({ ...open });
      await page.getByRole('button', { name: 'Disconnect' }).click();
      await eventually(() => fixture.closes === 1);
      assert.equal(fixture.cancels, 1);
      fixture.tell({ state: 'closed', close: { code: 1001, reason: 'off' } });
      await page.getByRole('button', { name: 'Connect', exact: true }).waitFor();
      const state = page.getByRole('status', { name: 'Connection state' });
      await state.getByText('Closed: 1001, going away, “off”').waitFor();
    });

    it('offers to go on without checking a certificate, for that problem only', async () => {
      const fixture = new PanelFixture({
        ...idle,
        state: 'closed',
        url: 'wss://127.0.0.1:1/',
        problem: { code: 'untrusted-certificate', message: 'Not trusted.', detail: undefined },
      });
      const page = await openPanel(fixture);
      await page.getByRole('alert').getByText('Not trusted.').waitFor();
      const unchecked = page.getByRole('button', {
        name: 'Connect without checking the certificate',
      });
      await unchecked.click();
      await eventually(() => fixture.opened.length === 1);
      assert.equal(fixture.opened[0]?.acceptUntrustedCertificate, true);
      fixture.tell({ problem: { code: 'refused', message: 'Refused.', detail: 'ECONNREFUSED' } });
      await page.getByRole('alert').getByText('Refused.').waitFor();
      assert.equal(await unchecked.count(), 0);
    });

    it('says when rows were lost in a reload, until the next connection', async () => {
      const fixture = new PanelFixture();
      fixture.welcome = { rowsLost: true };
      const page = await openPanel(fixture);
      const lost = page.getByText('its capture is no longer on disk');
      await lost.waitFor();
      fixture.tell({ state: 'connecting' });
      await lost.waitFor({ state: 'detached' });
    });
  });

  describe('the capture', () => {
    const storage = {
      capture: '20260102-1',
      path: '/captures/20260102-1',
      bytesOnDisk: 2_030,
      problem: undefined,
    };

    it('tells how much of the disk it takes, and where', async () => {
      const page = await openPanel(new PanelFixture({ ...open, storage }));
      const fact = stateLine(page).getByTitle(storage.path);
      assert.equal((await fact.innerText()).trim(), '2.03 kB on disk');
    });

    it('warns that it is in memory only, and says why', async () => {
      const problem = 'This capture is no longer written to disk: the disk is full.';
      const fixture = new PanelFixture({ ...open, storage });
      const page = await openPanel(fixture);
      fixture.tell({ storage: { ...storage, problem } });
      await stateLine(page).getByText('In memory only').waitFor();
      await page.getByRole('alert').getByText(problem).waitFor();
      assert.equal(await stateLine(page).getByText('on disk').count(), 0);
    });

    it('says that the other end is slowed down, for as long as it is', async () => {
      const fixture = new PanelFixture({ ...open, storage });
      const page = await openPanel(fixture);
      fixture.tell({ slowedDown: true });
      const slow = stateLine(page).getByText('Slowed down: this machine cannot keep up');
      await slow.waitFor();
      fixture.tell({ slowedDown: false });
      await slow.waitFor({ state: 'detached' });
    });

    it('that is stored says so, and what was repaired, and can be connected anew', async () => {
      const repaired = 'This capture was not finished: the process that wrote it ended early.';
      const url = 'ws://127.0.0.1:6455/';
      const stored = { capture: storage.capture, repaired };
      const page = await openPanel(
        new PanelFixture({ ...idle, state: 'closed', url, storage, stored }),
      );
      await stateLine(page).getByText(`Capture of ${url}`).waitFor();
      await page.getByRole('alert').getByText(repaired).waitFor();
      await page.getByText('See the row “Open”').first().waitFor();
      assert.ok(await page.getByRole('button', { name: 'Connect', exact: true }).isEnabled());
    });

    it('is kept in the view state, so that a reload shows it again', async () => {
      const page = await openPanel(new PanelFixture({ ...open, storage }));
      await eventually(async () => {
        const kept = String(await page.evaluate(`sessionStorage.getItem('state')`));
        return kept.includes(`"capture":"${storage.capture}"`);
      });
    });
  });

  describe('the frame list', () => {
    it('shows payloads as text, whatever markup they hold', async () => {
      const fixture = new PanelFixture({ ...open, rows: { generation: 1, total: 1, first: 0 } });
      const markup = '<img src="x" onerror="window.broken = true"><b>bold</b>';
      fixture.rowAt = () => frameRow({ preview: markup, size: markup.length });
      const page = await openPanel(fixture);
      await listRow(page, 1).getByText(markup).click();
      await page.getByRole('region', { name: 'Frame detail' }).getByText(markup).waitFor();
      assert.equal(await page.locator('img').count(), 0);
      assert.equal(await page.evaluate('window.broken'), undefined);
    });

    it('keeps the order of rows in the document, also after scrolling', async () => {
      const { page } = await withRows(500);
      await frameGrid(page).focus();
      await page.keyboard.press('Home');
      await listRow(page, 1).getByText('row 0', { exact: true }).waitFor();
      for (let step = 0; step < 4; step++) await page.keyboard.press('PageDown');
      await eventually(async () => (await shownRows(page)).some(({ number }) => number > 60));
      const numbers = (await shownRows(page)).map(({ number }) => number);
      assert.deepEqual(
        numbers,
        numbers.toSorted((a, b) => a - b),
      );
    });

    it('sticks to the bottom until the user scrolls up, then counts what is new', async () => {
      const { fixture, page } = await withRows(1000);
      fixture.tellRows(1200);
      await listRow(page, 1200).getByText('row 1199', { exact: true }).waitFor();
      await turnWheel(page, -400);
      await listRow(page, 1200).waitFor({ state: 'detached' });
      fixture.tellRows(1250);
      const fresh = page.getByRole('button', { name: '50 new' });
      await fresh.waitFor();
      assert.equal(await listRow(page, 1250).count(), 0);
      await fresh.click();
      await listRow(page, 1250).getByText('row 1249', { exact: true }).waitFor();
      await fresh.waitFor({ state: 'hidden' });
    });

    it('never shows a placeholder at the bottom while rows flood in', async () => {
      const { fixture, page } = await withRows(1000);
      const seen = page.evaluate(`new Promise((resolve) => {
        let placeholders = 0;
        const look = () => {
          placeholders += document.querySelectorAll('.line.placeholder:not([hidden])').length;
          if (document.querySelector('[aria-rowindex="41000"]')) resolve(placeholders);
          else requestAnimationFrame(look);
        };
        look();
      })`);
      for (let total = 2_000; total <= 41_000; total += 1_000) {
        fixture.tellRows(total);
        await page.evaluate('new Promise(requestAnimationFrame)');
      }
      assert.equal(await seen, 0);
    });

    for (const total of [1_000_000, 10_000_000]) {
      it(`reaches every one of ${total} rows with few nodes`, async () => {
        const { page } = await withRows(total);
        assert.equal(await frameGrid(page).getAttribute('aria-rowcount'), String(total));
        for (const share of [0, 0.25, 0.5, 0.999, 1]) {
          await scrollToShare(page, share, total);
        }
        const nodes = await page.evaluate(`document.querySelectorAll('.frames *').length`);
        assert.ok(Number(nodes) <= 600, `${String(nodes)} elements in the list`);
      });
    }

    it('moves by rows, not by leaps, where the scrollbar is compressed', async () => {
      const { page } = await withRows(10_000_000);
      await scrollToShare(page, 0.5, 10_000_000);
      const before = (await shownRows(page))[0]?.number ?? 0;
      await turnWheel(page, 220);
      await eventually(async () => (await shownRows(page))[0]?.number === before + 10);
    });

    it('drops rows of a generation that is over', async () => {
      const { fixture, page } = await withRows(100);
      const gate = new EventEmitter();
      fixture.rowsGate = once(gate, 'open');
      fixture.tellRows(150);
      await eventually(() => fixture.reads.length > 1);
      fixture.rowAt = (index) => frameRow({ preview: `other ${index}` });
      fixture.tell({ rows: { generation: 2, total: 20, first: 0 } });
      gate.emit('open');
      await listRow(page, 20).getByText('other 19', { exact: true }).waitFor();
      assert.equal(
        await frameGrid(page).getByText(numberedRow(19).preview, { exact: true }).count(),
        0,
      );
    });

    it('reads rows again that are stale, and stays where the user is', async () => {
      const { fixture, page } = await withRows(9_000);
      await scrollToShare(page, 0.5, 9_000);
      const [, second] = await shownRows(page);
      const number = second!.number;
      await listRow(page, number).click();
      const before = (await shownRows(page)).map((row) => row.number);
      const payload = page.getByLabel('Payload as text');
      await payload.getByText(`row ${number - 1}`, { exact: true }).waitFor();
      fixture.rowAt = (index) => frameRow({ preview: `inflated ${index}` });
      fixture.tell({ rows: { generation: 2, total: 9_001, first: 0 } });
      await listRow(page, number)
        .getByText(`inflated ${number - 1}`, { exact: true })
        .waitFor();
      await payload.getByText(`inflated ${number - 1}`, { exact: true }).waitFor();
      assert.equal(await listRow(page, number).getAttribute('aria-selected'), 'true');
      assert.deepEqual(
        (await shownRows(page)).map((row) => row.number),
        before,
      );
    });

    it('says which rows went and keeps the others in place', async () => {
      const { fixture, page } = await withRows(9_000);
      await scrollToShare(page, 0.5, 9_000);
      const before = (await shownRows(page)).map(({ number }) => number);
      fixture.tellRows(9_500, 2_000);
      await page
        .getByText(
          'Rows 1 to 2,000 went: all captures together reached the memory limit of 256 MB.',
        )
        .waitFor();
      await eventually(async () => {
        const now = (await shownRows(page)).map(({ number }) => number);
        return now.filter((number) => before.includes(number)).length > before.length - 3;
      });
    });

    it('keeps the selection while its row is recycled and comes back', async () => {
      const { page } = await withRows(5_000);
      await listRow(page, 4_990).click();
      await frameGrid(page).locator('[aria-rowindex="4990"][aria-selected="true"]').waitFor();
      await scrollToShare(page, 0, 5_000);
      await listRow(page, 1).getByText('row 0', { exact: true }).waitFor();
      assert.equal(await page.locator('[aria-selected="true"][role="row"]').count(), 0);
      await scrollToShare(page, 1, 5_000);
      await listRow(page, 4_990).waitFor();
      assert.equal(await listRow(page, 4_990).getAttribute('aria-selected'), 'true');
    });
  });

  describe('the keyboard', () => {
    it('walks the rows, opens the detail and comes back', async () => {
      const { page } = await withRows(300);
      await frameGrid(page).focus();
      await page.keyboard.press('Home');
      await expectActive(page, 1);
      await page.keyboard.press('j');
      await page.keyboard.press('ArrowDown');
      await expectActive(page, 3);
      await page.keyboard.press('k');
      await expectActive(page, 2);
      await page.keyboard.press('Enter');
      await eventually(async () => (await focused(page)) === 'Payload');
      await page.getByRole('tabpanel').getByText('row 1', { exact: true }).waitFor();
      await page.keyboard.press('ArrowRight');
      assert.equal(await focused(page), 'Frame');
      await page.getByRole('rowheader', { name: 'Opcode' }).waitFor();
      await page.keyboard.press('Escape');
      assert.equal(await focused(page), 'Frames');
      await page.keyboard.press('End');
      await expectActive(page, 300);
      await page.keyboard.press('Escape');
      await page.getByRole('region', { name: 'Frame detail' }).waitFor({ state: 'hidden' });
    });

    it('goes round the regions with F6, by the key and by the command', async () => {
      const { fixture, page } = await withRows(10);
      await page.getByRole('textbox', { name: 'WebSocket URL' }).focus();
      await page.keyboard.press('F6');
      assert.equal(await focused(page), 'Timeline');
      await page.keyboard.press('F6');
      assert.equal(await focused(page), 'Filter frames');
      await page.keyboard.press('F6');
      assert.equal(await focused(page), 'Frames');
      await page.keyboard.press('F6');
      assert.equal(await focused(page), 'Message');
      await page.keyboard.press('F6');
      assert.equal(await focused(page), 'WebSocket URL');
      await page.keyboard.press('Shift+F6');
      assert.equal(await focused(page), 'Message');
      fixture.run('focusPreviousRegion');
      await eventually(async () => (await focused(page)) === 'Frames');
      fixture.run('focusMessage');
      await eventually(async () => (await focused(page)) === 'Message');
    });

    it('resizes the detail at its separator', async () => {
      const { page } = await withRows(10);
      await listRow(page, 3).click();
      const separator = page.getByRole('separator', { name: 'Resize the detail' });
      const before = Number(await separator.getAttribute('aria-valuenow'));
      await separator.focus();
      await page.keyboard.press('ArrowLeft');
      await eventually(
        async () => Number(await separator.getAttribute('aria-valuenow')) === before + 2,
      );
    });
  });

  describe('the detail', () => {
    it('indents JSON without changing a number in it', async () => {
      const fixture = new PanelFixture({ ...open, rows: { generation: 1, total: 1, first: 0 } });
      const text = '{"big":12345678901234567890,"exact":1.10,"small":1e-400}';
      fixture.rowAt = () => frameRow({ preview: text, size: text.length });
      const page = await openPanel(fixture);
      await listRow(page, 1).click();
      const payload = page.getByLabel('Payload as text');
      await payload.waitFor();
      assert.equal(
        await payload.locator('pre').textContent(),
        '{\n  "big": 12345678901234567890,\n  "exact": 1.10,\n  "small": 1e-400\n}',
      );
      await page.getByRole('button', { name: 'As sent' }).click();
      await eventually(async () => (await payload.locator('pre').textContent()) === text);
      await page.getByRole('button', { name: 'Copy payload' }).click();
      await eventually(() => fixture.copied.length === 1);
      assert.equal(fixture.copied[0], text);
    });

    it('asks before it shows a large payload', async () => {
      const fixture = new PanelFixture({ ...open, rows: { generation: 1, total: 1, first: 0 } });
      fixture.bytesAt = () => Buffer.alloc(1_000_000, 'x');
      fixture.rowAt = () => frameRow({ preview: 'xxx', size: 1_000_000 });
      const page = await openPanel(fixture);
      await listRow(page, 1).click();
      await page.getByText('The payload has 1.00 MB').waitFor();
      assert.equal(await page.getByLabel('Payload as text').count(), 0);
      await page.getByRole('button', { name: 'Show anyway' }).click();
      // The first part stands there until all of it has been read.
      await page
        .getByLabel('Payload as text')
        .filter({ hasText: 'x'.repeat(1_000_000) })
        .waitFor();
    });

    it('shows bytes that are no text as hex, and the frame with its positions', async () => {
      const fixture = new PanelFixture({ ...open, rows: { generation: 1, total: 1, first: 0 } });
      fixture.rowAt = () => frameRow({ opcode: 0x2, preview: 'ff fe', size: 2 });
      fixture.bytesAt = () => Uint8Array.of(0xff, 0xfe, 0x41);
      const page = await openPanel(fixture);
      await listRow(page, 1).click();
      const payload = page.getByRole('grid', { name: 'Payload as hex and ASCII' });
      await payload.getByText('ff').waitFor();
      assert.equal(await payload.locator('.bytes-hex').first().innerText(), 'fffe41');
      await page.getByRole('tab', { name: 'Bytes' }).click();
      const frame = page.getByRole('grid', { name: 'Bytes of the frame as hex and ASCII' });
      await frame.getByRole('rowheader', { name: '0000' }).waitFor();
    });
  });

  describe('the composer', () => {
    it('sends with Ctrl+Enter, empties the field and walks what was sent', async () => {
      const fixture = new PanelFixture(open);
      const page = await openPanel(fixture);
      const message = page.getByRole('textbox', { name: 'Message' });
      for (const text of ['first', 'second']) {
        await message.fill(text);
        await page.keyboard.press('Control+Enter');
        await eventually(async () => (await message.inputValue()) === '');
      }
      assert.deepEqual(fixture.sent, [
        { kind: 'text', text: 'first' },
        { kind: 'text', text: 'second' },
      ]);
      await message.fill('half');
      await page.keyboard.press('Alt+ArrowUp');
      await page.keyboard.press('Alt+ArrowUp');
      await eventually(async () => (await message.inputValue()) === 'first');
      await page.keyboard.press('Alt+ArrowDown');
      await page.keyboard.press('Alt+ArrowDown');
      await eventually(async () => (await message.inputValue()) === 'half');
    });

    it('keeps what was typed when sending fails', async () => {
      const fixture = new PanelFixture(open);
      fixture.refusal = 'The connection is closing. Connect again to send.';
      const page = await openPanel(fixture);
      const message = page.getByRole('textbox', { name: 'Message' });
      await message.fill('do not lose me');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByRole('alert').getByText(fixture.refusal).waitFor();
      assert.equal(await message.inputValue(), 'do not lose me');
    });

    it('keeps what was typed over a reload, but nothing secret of the address', async () => {
      const page = await openPanel(new PanelFixture());
      await page
        .getByRole('textbox', { name: 'WebSocket URL' })
        .fill('wss://me:pass@127.0.0.1:1/chat?token=secret');
      await page.getByRole('textbox', { name: 'Message' }).fill('typed');
      await page.getByRole('combobox', { name: 'Kind' }).selectOption('ping');
      await page.reload();
      const url = page.getByRole('textbox', { name: 'WebSocket URL' });
      await eventually(async () => (await url.inputValue()) === 'wss://127.0.0.1:1/chat');
      assert.equal(await page.getByRole('textbox', { name: 'Message' }).inputValue(), 'typed');
      assert.equal(await page.getByRole('combobox', { name: 'Kind' }).inputValue(), 'ping');
      const kept = String(await page.evaluate(`sessionStorage.getItem('state')`));
      assert.doesNotMatch(kept, /pass|secret/);
    });

    it('shows a mistake while typing, and why nothing can be sent', async () => {
      const fixture = new PanelFixture(open);
      const page = await openPanel(fixture);
      await page.getByRole('combobox', { name: 'Kind' }).selectOption('hex');
      await page.getByRole('textbox', { name: 'Message' }).fill('4g');
      await page.getByText('"g" is no hex digit').waitFor();
      const send = page.getByRole('button', { name: 'Send' });
      assert.equal(await send.isDisabled(), true);
      await page.getByRole('textbox', { name: 'Message' }).fill('48 65');
      await eventually(() => send.isEnabled());
      fixture.tell({ state: 'closed', close: { code: 1000, reason: '' } });
      await page.getByText('Connect first').waitFor();
      assert.equal(await send.isDisabled(), true);
    });

    it('sends a close frame with code and reason', async () => {
      const fixture = new PanelFixture(open);
      const page = await openPanel(fixture);
      await page.getByRole('combobox', { name: 'Kind' }).selectOption('close');
      await page.getByLabel('Close code').fill('4001');
      await page.getByLabel('Reason').fill('done');
      await page.getByRole('button', { name: 'Send' }).click();
      await eventually(() => fixture.sent.length === 1);
      assert.deepEqual(fixture.sent, [{ kind: 'close', code: 4001, reason: 'done' }]);
    });
  });

  describe('a host that is gone', () => {
    it('is told within 3 s, and the panel no longer looks alive until it is back', async () => {
      const { fixture, page } = await withRows(5);
      fixture.dead = true;
      const died = Date.now();
      const banner = page.getByRole('alert').getByText('The extension host has stopped.');
      await banner.waitFor({ timeout: 3_000 });
      assert.ok(Date.now() - died < 3_000);
      assert.equal(await page.getByRole('button', { name: 'Disconnect' }).isDisabled(), true);
      assert.equal(await page.getByRole('button', { name: 'Send' }).isDisabled(), true);
      const link = page.getByRole('link', { name: 'Reload the window' });
      assert.equal(await link.getAttribute('href'), 'command:workbench.action.reloadWindow');
      fixture.dead = false;
      await banner.waitFor({ state: 'detached' });
      assert.equal(await page.getByRole('button', { name: 'Disconnect' }).isEnabled(), true);
    });

    it('of another version is told apart', async () => {
      const fixture = new PanelFixture();
      fixture.welcome = { build: '99.0.0' };
      const page = await openPanel(fixture);
      await page.getByText('This panel belongs to another version of the extension.').waitFor();
      assert.equal(
        await page.getByRole('button', { name: 'Connect', exact: true }).isDisabled(),
        true,
      );
    });
  });
});

function stateLine(page: Page): Locator {
  return page.getByRole('status', { name: 'Connection state' });
}

interface ShownRow {
  readonly number: number;
  readonly text: string;
}

/** The rows inside the list's window, in the order of the document. */
async function shownRows(page: Page): Promise<readonly ShownRow[]> {
  return page.evaluate<readonly ShownRow[]>(`(() => {
    const list = document.querySelector('.frames-scroller').getBoundingClientRect();
    return [...document.querySelectorAll('.frames-lines .line:not([hidden])')]
      .filter((line) => {
        const { top, bottom } = line.getBoundingClientRect();
        return bottom > list.top + 1 && top < list.bottom - 1;
      })
      .map((line) => ({
        number: Number(line.ariaRowIndex),
        text: line.querySelector('.payload').textContent,
      }));
  })()`);
}

function isRight({ number, text }: ShownRow): boolean {
  return text === numberedRow(number - 1).preview;
}

/** Moves the scrollbar and waits until the rows that belong there stand there, each the right one. */
async function scrollToShare(page: Page, share: number, total: number): Promise<void> {
  await page.evaluate(`(() => {
    const list = document.querySelector('.frames-scroller');
    list.scrollTop = (list.scrollHeight - list.clientHeight) * ${share};
  })()`);
  await eventually(async () => {
    const rows = await shownRows(page);
    const first = rows[0]?.number ?? 0;
    return Math.abs(first - share * total) < 100 && rows.every(isRight);
  });
}

async function turnWheel(page: Page, pixels: number): Promise<void> {
  await frameGrid(page).hover();
  await page.mouse.wheel(0, pixels);
}

async function focused(page: Page): Promise<string> {
  const name = await page.evaluate(
    `document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()`,
  );
  return String(name);
}

async function expectActive(page: Page, number: number): Promise<void> {
  const row: Locator = listRow(page, number);
  await eventually(async () => {
    const active = await frameGrid(page).getAttribute('aria-activedescendant');
    return active !== null && active === (await row.getAttribute('id'));
  });
}
