import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { frameGrid, listRow, panelOpener } from '../support/browserPanel';
import { eventually } from '../support/eventually';
import { frameRow, numberedRow, open, PanelFixture } from '../support/panelFixture';

describe('the overview in a browser', function () {
  this.timeout(30_000);
  const openPanel = panelOpener();

  /** Rows come one a millisecond, every third one sent. */
  async function withRows(total: number, rowAt = numberedRow) {
    const fixture = new PanelFixture({ ...open, rows: { generation: 1, total, first: 0 } });
    fixture.rowAt = rowAt;
    const page = await openPanel(fixture);
    await listRow(page, total).waitFor();
    await eventually(() => fixture.summaryReads > 0);
    return { fixture, page };
  }

  /** Of 300 rows those that hold "99": 100, 200 and 300. */
  async function withFilter() {
    const { fixture, page } = await withRows(300);
    await page.getByRole('searchbox', { name: 'Filter frames' }).fill('99');
    await page.getByRole('status', { name: 'Filter state' }).getByText('3 of 300').waitFor();
    await listRow(page, 3).getByText('row 299', { exact: true }).waitFor();
    return { fixture, page };
  }

  describe('the timeline', () => {
    it('draws what was sent above the axis and what was received below, in theme colours', async () => {
      const { page } = await withRows(2000, (index) => ({
        ...numberedRow(index),
        direction: index < 1000 ? 'out' : 'in',
      }));
      await eventually(async () => {
        const { topLeft, bottomLeft, topRight, bottomRight } = await corners(page);
        return topLeft === 'sent' && bottomRight === 'received' && topRight + bottomLeft === '';
      });
      await page.evaluate(
        `document.documentElement.style.setProperty('--vscode-charts-green', '#ff00ff')`,
      );
      await eventually(async () => (await corners(page)).sentColour === '255,0,255');
    });

    it('shows bytes in place of frames', async () => {
      const { page } = await withRows(2000, (index) => ({
        ...numberedRow(index),
        direction: 'in',
        size: index < 1000 ? 10 : 90_000,
      }));
      await eventually(async () => (await corners(page)).bottomLeft === 'received');
      await timelineOf(page).getByRole('button', { name: 'Bytes' }).click();
      await eventually(async () => (await corners(page)).bottomLeft === '');
    });

    it('jumps to the time that is clicked, and says what is in view', async () => {
      const { page } = await withRows(5000);
      await clickAt(page, 0.5);
      await eventually(async () => {
        const selected = await selectedRow(page);
        return Math.abs(selected - 2500) < 20;
      });
      await eventually(async () => {
        const text = (await slider(page).getAttribute('aria-valuetext')) ?? '';
        return /^From 2\.4\d+ to 2\.5\d+ of 4\.999000$/.test(text);
      });
    });

    it('follows the keys of a slider', async () => {
      const { page } = await withRows(5000);
      await slider(page).focus();
      await page.keyboard.press('Home');
      await eventually(async () => (await selectedRow(page)) === 1);
      await eventually(async () => (await slider(page).getAttribute('aria-valuenow')) === '0');
      await page.keyboard.press('PageUp');
      await eventually(async () => Math.abs((await selectedRow(page)) - 501) < 3);
      await page.keyboard.press('End');
      await eventually(async () => (await selectedRow(page)) === 5000);
    });

    it('selects the rows of a span that is dragged', async () => {
      const { fixture, page } = await withRows(5000);
      await drag(page, 0.2, 0.4);
      await eventually(async () => Math.abs((await selectedRow(page)) - 1000) < 20);
      await page.keyboard.press('Control+c');
      await eventually(() => fixture.copied.length === 1);
      const lines = fixture.copied[0]?.trim().split('\n') ?? [];
      assert.ok(Math.abs(lines.length - 1001) < 20, `${lines.length} lines`);
    });

    it('filters to a span that is dragged, within the filter that there is', async () => {
      const { fixture, page } = await withRows(5000);
      const filter = page.getByRole('searchbox', { name: 'Filter frames' });
      await filter.fill('dir:in or dir:out');
      await eventually(() => fixture.filters.includes('dir:in or dir:out'));
      await drag(page, 0.2, 0.4);
      const note = page.getByRole('group', { name: 'View', exact: true });
      await note.getByText(/1,00\d rows from [\d.]+s to 2[\d.]*s/).waitFor();
      await note.getByRole('button', { name: 'Filter to span' }).click();
      assert.match(await filter.inputValue(), /^time:[\d.]+s\.\.[\d.]+s \(dir:in or dir:out\)$/);
      await note.waitFor({ state: 'hidden' });
      await filter.press('Escape');
      await eventually(
        async () => (await frameGrid(page).getAttribute('aria-rowcount')) === '5000',
      );
    });

    it('asks for the summary a few times a second, however many snapshots come', async () => {
      const { fixture, page } = await withRows(100);
      const before = fixture.summaryReads;
      const startMs = Date.now();
      for (let total = 200; total <= 8000; total += 100) {
        fixture.tellRows(total);
        await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
      }
      const most = Math.ceil((Date.now() - startMs) / 250) + 1;
      assert.ok(fixture.summaryReads - before <= most, `${fixture.summaryReads - before} reads`);
      await eventually(async () => (await slider(page).getAttribute('aria-valuemax')) === '7999');
    });
  });

  describe('going to a place', () => {
    it('leads to a row, a time and the end', async () => {
      const { page } = await withRows(5000);
      await page.keyboard.press('Control+g');
      const field = page.getByRole('textbox', { name: 'Go to row or time' });
      assert.equal(await page.evaluate('document.activeElement.ariaLabel'), 'Go to row or time');
      await page.keyboard.type('#1234');
      await page.keyboard.press('Enter');
      await eventually(async () => (await selectedRow(page)) === 1234);
      await listRow(page, 1234).getByText('row 1233', { exact: true }).waitFor();
      await field.fill('3.2s');
      await field.press('Enter');
      await eventually(async () => (await selectedRow(page)) === 3201);
      await field.fill('end');
      await field.press('Enter');
      await listRow(page, 5000).waitFor();
    });

    it('says what it can read when it cannot read what was typed', async () => {
      const { page } = await withRows(10);
      const field = page.getByRole('textbox', { name: 'Go to row or time' });
      await field.fill('nowhere');
      await field.press('Enter');
      await page.getByRole('alert').getByText('Type a row (#1234)').waitFor();
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      await field.press('Escape');
      await page.getByRole('alert').waitFor({ state: 'detached' });
    });
  });

  describe('the rows in view', () => {
    it('are held back while paused, and counted', async () => {
      const { fixture, page } = await withRows(100);
      const pause = page.getByRole('button', { name: 'Pause view' });
      await pause.click();
      fixture.tellRows(1334);
      const view = page.getByRole('group', { name: 'View', exact: true });
      await view.getByText('Paused · 1,234 new').waitFor();
      assert.equal(await frameGrid(page).getAttribute('aria-rowcount'), '100');
      assert.equal(await pause.getAttribute('aria-pressed'), 'true');
      await view.getByRole('button', { name: 'Resume' }).click();
      await listRow(page, 1334).waitFor();
    });

    it('are cleared and brought back, without asking the capture for anything', async () => {
      const { fixture, page } = await withRows(100);
      await page.getByRole('button', { name: 'Clear view' }).click();
      await listRow(page, 100).waitFor({ state: 'hidden' });
      assert.ok(await page.getByText('silent so far').isHidden());
      fixture.tellRows(103);
      await listRow(page, 103).waitFor();
      assert.equal(await listRow(page, 100).count(), 0);
      await page.getByText('100 rows before are hidden, and still captured.').waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();
      await listRow(page, 100).waitFor();
    });
  });

  describe('selecting and copying rows', () => {
    it('copies a range as it is seen', async () => {
      const { fixture, page } = await withRows(50);
      await listRow(page, 40).click();
      await listRow(page, 41).click({ modifiers: ['Shift'] });
      assert.equal(await page.locator('.line[aria-selected="true"]').count(), 2);
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Control+c');
      await eventually(() => fixture.copied.length === 1);
      assert.equal(
        fixture.copied[0],
        [
          '#\tDirection\tTime\tDelta\tKind\tSize\tPayload',
          '40\t↑\t0.039000\t+1.00 ms\tText\t6 B\trow 39',
          '41\t↓\t0.040000\t+1.00 ms\tText\t6 B\trow 40',
          '42\t↓\t0.041000\t+1.00 ms\tText\t6 B\trow 41',
          '',
        ].join('\n'),
      );
      await page.getByText('Copied 3 rows.').waitFor();
      await page.keyboard.press('ArrowUp');
      await eventually(
        async () => (await page.locator('.line[aria-selected="true"]').count()) === 1,
      );
    });

    it('copies no more than fits, and says so', async () => {
      const { fixture, page } = await withRows(10_500);
      await frameGrid(page).focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Control+c');
      await page.getByText('Copied the first 10,000 of 10,500 rows').waitFor();
      assert.equal(fixture.copied[0]?.trim().split('\n').length, 10_001);
    });
  });

  describe('with a filter', () => {
    it('copies the rows that match, with their own numbers', async () => {
      const { fixture, page } = await withFilter();
      await listRow(page, 1).click();
      await listRow(page, 2).click({ modifiers: ['Shift'] });
      await page.keyboard.press('Control+c');
      await eventually(() => fixture.copied.length === 1);
      const lines = fixture.copied[0]?.split('\n').slice(1, -1) ?? [];
      assert.deepEqual(
        lines.map((line) => line.split('\t')[0]),
        ['100', '200'],
      );
    });

    it('goes to any row, without the filter then', async () => {
      const { page } = await withFilter();
      await page.keyboard.press('Control+g');
      await page.keyboard.type('#150\n');
      await eventually(async () => (await selectedRow(page)) === 150);
      assert.equal(await frameGrid(page).getAttribute('aria-rowcount'), '300');
    });

    it('shows a row in its context that was cleared from the view', async () => {
      const { page } = await withRows(300);
      await page.getByRole('button', { name: 'Clear view' }).click();
      await listRow(page, 300).waitFor({ state: 'hidden' });
      await page.getByRole('searchbox', { name: 'Filter frames' }).fill('99');
      await listRow(page, 2).getByText('row 199', { exact: true }).click();
      await page.getByRole('button', { name: 'Show in context' }).click();
      await eventually(async () => (await selectedRow(page)) === 200);
      await listRow(page, 201).waitFor();
    });

    it('neither pauses nor clears, and takes both up again without it', async () => {
      const { fixture, page } = await withRows(300);
      const pause = page.getByRole('button', { name: 'Pause view' });
      await pause.click();
      const note = page.getByRole('group', { name: 'View' });
      await note.waitFor();
      const filter = page.getByRole('searchbox', { name: 'Filter frames' });
      await filter.fill('99');
      await note.waitFor({ state: 'hidden' });
      assert.ok(await pause.isDisabled());
      await filter.fill('');
      fixture.tellRows(310);
      await note.getByText('10 new').waitFor();
    });
  });

  describe('exporting rows', () => {
    it('offers what is selected, by its numbers', async () => {
      const { fixture, page } = await withRows(50);
      const button = page.getByRole('button', { name: 'Export…' });
      await button.click();
      await listRow(page, 40).click();
      await listRow(page, 42).click({ modifiers: ['Shift'] });
      await button.click();
      await eventually(() => fixture.exports.length === 2);
      assert.deepEqual(fixture.exports, [null, { from: 39, to: 42, count: 3 }]);
    });

    it('reaches in a filtered list from the first match selected to the last', async () => {
      const { fixture, page } = await withFilter();
      await listRow(page, 2).click();
      await listRow(page, 3).click({ modifiers: ['Shift'] });
      fixture.run('export');
      await eventually(() => fixture.exports.length === 1);
      assert.deepEqual(fixture.exports, [{ from: 199, to: 300, count: 2 }]);
    });
  });

  describe('commands', () => {
    it('pause, clear, copy and show statistics as the buttons do', async () => {
      const { fixture, page } = await withRows(100);
      fixture.run('copyRows');
      await page.getByText('No row is selected.').waitFor();
      await listRow(page, 99).click();
      fixture.run('copyRows');
      await page.getByText('Copied 1 row.').waitFor();
      fixture.run('pauseView');
      await page.getByText('Paused').waitFor();
      fixture.run('pauseView');
      await page.getByText('Paused').waitFor({ state: 'hidden' });
      fixture.run('clearView');
      await page.getByText('100 rows before are hidden').waitFor();
      fixture.run('showStatistics');
      const statistics = page.getByRole('region', { name: 'Statistics' });
      await statistics.waitFor();
      fixture.run('showStatistics');
      await statistics.waitFor({ state: 'hidden' });
      fixture.run('goTo');
      await eventually(
        async () =>
          (await page.evaluate('document.activeElement.ariaLabel')) === 'Go to row or time',
      );
    });

    it('say what stands in their way', async () => {
      const { fixture, page } = await withFilter();
      fixture.run('clearView');
      await page.getByText('Clear the filter first').waitFor();
      assert.equal(await frameGrid(page).getAttribute('aria-rowcount'), '3');
    });
  });

  describe('statistics', () => {
    it('show figures in tables, and leave their place to the detail', async () => {
      const { page } = await withRows(9, (index) =>
        frameRow({ timeUs: index * 1000, size: index, opcode: index === 0 ? 9 : 1 }),
      );
      const toggle = page.getByRole('button', { name: 'Statistics', exact: true });
      await toggle.click();
      const statistics = page.getByRole('region', { name: 'Statistics' });
      const kinds = statistics.getByRole('table', { name: 'Kinds of frames' });
      await kinds.getByRole('row', { name: 'Text 0 8' }).waitFor();
      await kinds.getByRole('row', { name: 'Ping 0 1' }).waitFor();
      const sizes = statistics.getByRole('table', { name: 'Payload sizes' });
      await sizes.getByRole('row', { name: '4–7 B 0 4' }).waitFor();
      await statistics.getByRole('row', { name: 'Longest – 1.00 ms' }).waitFor();
      const bars = await statistics.locator('.chart:not([hidden]) canvas').count();
      assert.equal(bars, 3);
      await listRow(page, 3).click();
      await page.getByRole('region', { name: 'Frame detail' }).waitFor();
      assert.equal(await statistics.count(), 0);
      await toggle.click();
      await statistics.getByRole('group', { name: 'Figures' }).focus();
      await page.keyboard.press('Escape');
      await statistics.waitFor({ state: 'hidden' });
    });
  });
});

function timelineOf(page: Page): Locator {
  return page.getByRole('group', { name: 'Timeline of' });
}

function slider(page: Page): Locator {
  return page.getByRole('slider', { name: 'Timeline' });
}

async function clickAt(page: Page, share: number): Promise<void> {
  const box = (await slider(page).boundingBox())!;
  await page.mouse.click(box.x + box.width * share, box.y + 5);
}

async function drag(page: Page, from: number, to: number): Promise<void> {
  const box = (await slider(page).boundingBox())!;
  await page.mouse.move(box.x + box.width * from, box.y + 5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, box.y + 5, { steps: 4 });
  await page.mouse.up();
}

/** The number of the row that is selected and on screen; 0 if none is. */
async function selectedRow(page: Page): Promise<number> {
  const text = await page.evaluate(
    `document.querySelector('.line.current')?.getAttribute('aria-rowindex') ?? '0'`,
  );
  return Number(text);
}

interface Corners {
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
  readonly sentColour: string;
}

/** What is painted a quarter from the left and from the right, well above and below the axis. */
async function corners(page: Page): Promise<Corners> {
  return page.evaluate<Corners>(`(() => {
    const canvas = document.querySelector('.timeline canvas');
    const style = getComputedStyle(canvas);
    const probe = document.createElement('canvas').getContext('2d');
    const colour = (name) => {
      probe.fillStyle = style.getPropertyValue(name);
      probe.fillRect(0, 0, 1, 1);
      return probe.getImageData(0, 0, 1, 1).data.slice(0, 3).join();
    };
    const names = { [colour('--sent')]: 'sent', [colour('--received')]: 'received' };
    const at = (x, y) => {
      const point = [Math.round(canvas.width * x), Math.round(canvas.height * y)];
      const data = canvas.getContext('2d').getImageData(...point, 1, 1).data;
      return data[3] === 0 ? '' : (names[data.slice(0, 3).join()] ?? 'other');
    };
    return {
      topLeft: at(0.25, 0.3),
      topRight: at(0.75, 0.3),
      bottomLeft: at(0.25, 0.7),
      bottomRight: at(0.75, 0.7),
      sentColour: canvas.getContext('2d')
        .getImageData(Math.round(canvas.width * 0.25), Math.round(canvas.height * 0.3), 1, 1)
        .data.slice(0, 3).join(),
    };
  })()`);
}
