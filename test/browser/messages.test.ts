import assert from 'node:assert/strict';
import type { MessagePart } from '../../src/protocol/frameDetail';
import type { Row } from '../../src/protocol/rowBatch';
import { frameRow, open, PanelFixture } from '../support/panelFixture';
import { frameGrid, listRow, panelOpener } from '../support/browserPanel';
import { eventually } from '../support/eventually';

function partOf({ opcode, fin, size }: Row, row: number): MessagePart {
  return { row, direction: 'in', opcode, fin, size, timeUs: row, isFragment: opcode < 8 };
}

/** A message in two fragments with a ping between them, and one in a single frame. */
function fragmented(): PanelFixture {
  const fixture = new PanelFixture({ ...open, rows: { generation: 1, total: 4, first: 0 } });
  const rows = [
    frameRow({ preview: 'first half', fin: false, size: 10 }),
    frameRow({ opcode: 9, preview: 'between' }),
    frameRow({ opcode: 0, preview: 'second half', size: 11 }),
    frameRow({ preview: 'another' }),
  ];
  fixture.rowAt = (index) => rows[index] ?? frameRow({});
  const plain = fixture.detailAt;
  fixture.detailAt = (row) => {
    const detail = plain(row);
    if (row === 3 || detail.kind === 'status' || !detail.message) return detail;
    const parts = rows.slice(0, 3).map(partOf);
    const message = { ...detail.message, firstRow: 0, lastRow: 2, fragments: 2, parts };
    return { ...detail, message: { ...message, durationUs: 1_500 } };
  };
  return fixture;
}

describe('the list of messages', function () {
  this.timeout(30_000);
  const openPanel = panelOpener();

  it('takes the place of the list of frames, by a button, a key and a command', async () => {
    const fixture = fragmented();
    const page = await openPanel(fixture);
    const rowCount = async (count: number) =>
      eventually(async () => (await frameGrid(page).getAttribute('aria-rowcount')) === `${count}`);
    const button = page.getByRole('button', { name: 'Messages' });
    await rowCount(4);
    await button.click();
    await rowCount(3);
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    await page.getByText('3 of 4').waitFor();
    await page.keyboard.press('Control+l');
    await rowCount(4);
    fixture.run('switchList');
    await rowCount(3);
  });

  it('is filtered like the list of frames, and stays when the filter goes', async () => {
    const fixture = fragmented();
    const page = await openPanel(fixture);
    await page.getByRole('button', { name: 'Messages' }).click();
    await page.getByRole('searchbox', { name: 'Filter frames' }).fill('half');
    await eventually(async () => (await frameGrid(page).getAttribute('aria-rowcount')) === '1');
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await eventually(async () => (await frameGrid(page).getAttribute('aria-rowcount')) === '3');
  });

  it('opens a message into its fragments and the control frames between', async () => {
    const fixture = fragmented();
    const page = await openPanel(fixture);
    await page.getByRole('button', { name: 'Messages' }).click();
    await listRow(page, 2).filter({ hasText: 'second half' }).click();
    await page.getByRole('tab', { name: 'Frame' }).click();
    const parts = page.getByRole('region', { name: 'Frames of the message' });
    await parts.getByText('2 fragments in 1.50 ms').waitFor();
    assert.equal(await parts.getByRole('button').count(), 3);
    await parts.getByRole('button', { name: /#1 Received Text…/ }).click();
    const detail = page.getByRole('region', { name: 'Frame detail' });
    await detail.getByText('#1 ↓ Text', { exact: true }).waitFor();
    await detail.getByRole('gridcell', { name: /^FIN, bit 0: 0/ }).waitFor();
  });

  it('leads from a message to all frames around it', async () => {
    const page = await openPanel(fragmented());
    await page.getByRole('button', { name: 'Messages' }).click();
    await listRow(page, 2).filter({ hasText: 'second half' }).click();
    await page.getByRole('button', { name: 'Show in context' }).click();
    await eventually(async () => (await frameGrid(page).getAttribute('aria-rowcount')) === '4');
    await eventually(async () => (await listRow(page, 3).getAttribute('aria-selected')) === 'true');
  });

  it('tells a close frame without a code from an end without a close frame', async () => {
    const fixture = fragmented();
    fixture.rowAt = () => frameRow({ opcode: 8, preview: 'no close code' });
    fixture.bytesAt = () => new Uint8Array(0);
    const page = await openPanel(fixture);
    await listRow(page, 1).click();
    await page.getByText('Programs report it as 1005, no status received').waitFor();
  });
});
