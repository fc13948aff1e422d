import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { frameRow, open, PanelFixture } from '../support/panelFixture';
import { listRow, panelOpener } from '../support/browserPanel';
import { eventually } from '../support/eventually';

/** One row: a text frame that this end has sent, of so many bytes. */
function sentFrame(payload: Uint8Array): PanelFixture {
  const fixture = new PanelFixture({ ...open, rows: { generation: 1, total: 1, first: 0 } });
  const row = { direction: 'out', masked: true, opcode: 2, preview: 'sent' } as const;
  fixture.rowAt = () => frameRow({ ...row, size: payload.length });
  fixture.bytesAt = () => payload;
  return fixture;
}

async function openTab(page: Page, tab: 'Frame' | 'Bytes'): Promise<Locator> {
  await listRow(page, 1).click();
  await page.getByRole('tab', { name: tab }).click();
  const name =
    tab === 'Frame' ? 'Frame header, 32 bits a line' : 'Bytes of the frame as hex and ASCII';
  const grid = page.getByRole('grid', { name });
  await grid.waitFor();
  return grid;
}

describe('the tab “Frame”', function () {
  this.timeout(30_000);
  const openPanel = panelOpener();

  it('draws the header in lines of 32 bits, each field above its bytes', async () => {
    const page = await openPanel(sentFrame(Buffer.from('Hello')));
    const header = await openTab(page, 'Frame');
    const key = header.getByRole('gridcell', { name: /^Masking key, bits 16 to 47: 0x37fa213d/ });
    await header.getByRole('gridcell', { name: 'Byte 2: 0x37, 00110111; Masking key' }).waitFor();
    const [field, byte] = await Promise.all([
      key.first().boundingBox(),
      header.getByRole('gridcell', { name: /^Byte 2:/ }).boundingBox(),
    ]);
    assert.ok(field && byte);
    assert.ok(Math.abs(field.x - byte.x) < 1, 'a byte stands below the field that it holds');
    const first = header.getByRole('gridcell', { name: /^Byte 0:/ });
    assert.equal(
      await first.getAttribute('aria-label'),
      'Byte 0: 0x82, 10000010; FIN, RSV1, RSV2, RSV3, Opcode',
    );
  });

  it('lights up what belongs together, by pointer and by keys', async () => {
    const page = await openPanel(sentFrame(Buffer.from('Hello')));
    const header = await openTab(page, 'Frame');
    const lit = () =>
      header.locator('.lit').evaluateAll((cells) => cells.map((cell) => cell.ariaLabel));
    const litRows = () => page.locator('tr.lit th').allInnerTexts();
    await header.getByRole('gridcell', { name: /^Byte 1:/ }).hover();
    await eventually(async () => (await lit()).length === 3);
    assert.deepEqual(await litRows(), ['MASK', 'Payload length']);
    await page.getByRole('row', { name: /^Opcode/ }).hover();
    await eventually(async () => (await litRows()).join() === 'Opcode');
    assert.deepEqual(
      (await lit()).map((label) => label?.slice(0, 6)),
      ['Opcode', 'Byte 0'],
    );
    await page.mouse.move(5, 5);
    await eventually(async () => (await lit()).length === 0);
    await page.getByRole('tab', { name: 'Frame' }).focus();
    // The actions of the row and the button that closes the detail lie between.
    await page.getByRole('button', { name: 'Close detail' }).focus();
    await page.keyboard.press('Tab');
    assert.match(await focusedLabel(page), /^FIN, bit 0: 1/);
    for (const key of ['End', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    assert.match(await focusedLabel(page), /^Byte 4: 0x21/);
    await eventually(async () => (await litRows()).join() === 'Masking key');
    await page.keyboard.press('Escape');
    await eventually(async () => (await lit()).length === 0);
  });

  it('shows a finding at the field that it is about', async () => {
    const fixture = sentFrame(Buffer.from('Hello'));
    const plain = fixture.detailAt;
    fixture.detailAt = (row) => {
      const detail = plain(row);
      if (detail.kind === 'status') return detail;
      const finding = {
        code: 'reserved-opcode',
        severity: 'error',
        section: 'RFC 6455 §5.2',
        text: 'Opcodes 0x3 to 0x7 and 0xB to 0xF are reserved; this frame uses one of them.',
      } as const;
      return { ...detail, fields: { ...detail.fields, opcode: 3, findings: [finding] } };
    };
    const page = await openPanel(fixture);
    const header = await openTab(page, 'Frame');
    await page.getByRole('list', { name: 'Findings' }).getByText('are reserved').hover();
    const opcode = header.getByRole('gridcell', { name: /^Opcode/ });
    await eventually(async () => /faulty.*lit/.test((await opcode.getAttribute('class')) ?? ''));
  });

  it('shows the payload in its layers and leads to the bytes of each', async () => {
    const page = await openPanel(sentFrame(Buffer.from('Hello')));
    await openTab(page, 'Frame');
    await page
      .getByRole('row', { name: /^On the wire.*masked with 37fa213d.*7f 9f 4d 51 58/ })
      .waitFor();
    await page.getByRole('row', { name: /^Unmasked.*48 65 6c 6c 6f Hello/ }).waitFor();
    await page.getByRole('button', { name: 'Show bytes: Unmasked' }).click();
    const bytes = page.getByRole('grid', { name: 'Bytes of the frame as hex and ASCII' });
    await eventually(async () => /Hello/.test(await bytes.innerText()));
    assert.equal(
      await page.getByRole('button', { name: 'Unmasked' }).getAttribute('aria-pressed'),
      'true',
    );
  });

  it('fits into 300 pixels', async () => {
    const page = await openPanel(sentFrame(Buffer.from('Hello')), { width: 300 });
    await openTab(page, 'Frame');
    const overflow = await page
      .getByRole('tabpanel')
      .evaluate((panel) => panel.scrollWidth - panel.clientWidth);
    assert.equal(overflow, 0);
  });
});

describe('the tab “Bytes”', function () {
  this.timeout(30_000);
  const openPanel = panelOpener();

  it('goes through a frame of 1 GiB and reads only what is in view', async () => {
    const fixture = sentFrame(Buffer.alloc(0));
    const total = 1024 ** 3;
    fixture.frameSize = total;
    const page = await openPanel(fixture);
    const bytes = await openTab(page, 'Bytes');
    await eventually(async () => (await bytes.getByRole('row').count()) > 4);
    await bytes.press('Control+End');
    await bytes.getByRole('rowheader', { name: '3ffffff0' }).waitFor();
    await eventually(async () =>
      /f0\s*f1.*ff/s.test(await bytes.locator('.bytes-line').last().innerText()),
    );
    assert.equal(await bytes.getAttribute('aria-rowcount'), String(total / 16));
    assert.ok((await bytes.getByRole('row').count()) < 100);
    const read = fixture.byteReads.reduce((sum, { length }) => sum + length, 0);
    assert.ok(read < 1024 * 1024, `${read} bytes were read`);
    await bytes.press('ArrowUp');
    await page.getByText(/^0x3fffffef/).waitFor();
  });

  it('selects bytes by keys and copies them in every format', async () => {
    const fixture = sentFrame(Buffer.from('Hello'));
    const page = await openPanel(fixture);
    const bytes = await openTab(page, 'Bytes');
    await bytes.press('Control+Home');
    for (let step = 0; step < 2; step++) await bytes.press('Shift+ArrowRight');
    await page.getByText('3 bytes selected, 0x0 to 0x2').waitFor();
    for (const name of ['Hex', 'Base64', 'C array', 'Escaped string']) {
      await page.getByRole('button', { name, exact: true }).click();
    }
    await eventually(() => fixture.copied.length === 4);
    assert.deepEqual(fixture.copied, [
      '828537',
      'goU3',
      'const unsigned char bytes[3] = {\n  0x82, 0x85, 0x37,\n};\n',
      String.raw`"\x82\x857"`,
    ]);
    await page.getByRole('status').filter({ hasText: 'Copied 3 bytes.' }).waitFor();
    await bytes.press('Control+a');
    await bytes.press('Control+c');
    await eventually(() => fixture.copied.length === 5);
    assert.equal(fixture.copied[4], '828537fa213d7f9f4d5158');
  });

  it('selects bytes by dragging, in hex or in ASCII', async () => {
    const page = await openPanel(sentFrame(Buffer.from('Hello')));
    const bytes = await openTab(page, 'Bytes');
    await bytes.getByText('7f', { exact: true }).hover();
    await page.mouse.down();
    await bytes.getByText('58', { exact: true }).hover();
    await page.mouse.up();
    await page.getByText('5 bytes selected, 0x6 to 0xa').waitFor();
    assert.equal(await bytes.getByRole('gridcell', { selected: true }).count(), 5);
  });

  it('says that no more than a limit is copied at once', async () => {
    const fixture = sentFrame(Buffer.alloc(0));
    fixture.frameSize = 4 * 1024 * 1024;
    const page = await openPanel(fixture);
    await openTab(page, 'Bytes');
    await page.getByRole('button', { name: 'Hex', exact: true }).click();
    await page
      .getByRole('status')
      .filter({
        hasText: 'Copied the first 1.05 MB of all 4,194,304 bytes: no more is copied at once.',
      })
      .waitFor();
    assert.equal(fixture.copied[0]?.length, 2 * 1024 * 1024);
  });
});

describe('a large text', function () {
  this.timeout(30_000);
  const openPanel = panelOpener();

  it('never stops the page for long', async () => {
    const fixture = sentFrame(
      Buffer.alloc(4 * 1024 * 1024, 'All work and no play makes a dull page. '),
    );
    const row = fixture.rowAt(0);
    fixture.rowAt = () => ({ ...row, opcode: 1 });
    const page = await openPanel(fixture);
    await listRow(page, 1).click();
    const show = page.getByRole('button', { name: 'Show anyway' });
    await show.waitFor();
    const longest = page.evaluate(`new Promise((resolve) => {
      let most = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) most = Math.max(most, duration);
      }).observe({ type: 'longtask' });
      const look = () => {
        const isShown = document.querySelectorAll('.payload-text pre').length > 500;
        requestAnimationFrame(isShown ? () => setTimeout(() => resolve(most), 300) : look);
      };
      look();
    })`);
    await show.click();
    const took = Number(await longest);
    // As one text it took more than two seconds, in blocks it takes 68 ms.
    assert.ok(took < 1_000, `a task took ${took} ms`);
  });
});

async function focusedLabel(page: Page): Promise<string> {
  return String(await page.evaluate(`document.activeElement.ariaLabel`));
}
