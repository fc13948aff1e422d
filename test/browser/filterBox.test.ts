import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { frameGrid, panelOpener } from '../support/browserPanel';
import { eventually } from '../support/eventually';
import { idle, open, PanelFixture } from '../support/panelFixture';

const filterBox = (page: Page) => page.getByRole('searchbox', { name: 'Filter frames' });
const state = (page: Page) => page.getByRole('status', { name: 'Filter state' });
const suggestions = (page: Page) =>
  page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');

async function hasFocus(page: Page, name: string): Promise<void> {
  await eventually(async () => (await page.evaluate('document.activeElement.ariaLabel')) === name);
}

describe('the filter in a browser', function () {
  this.timeout(30_000);
  const openPanel = panelOpener();

  /** A panel with rows "row 0" and so on, the focus in the filter. */
  async function openFilter(total = 300) {
    const fixture = new PanelFixture({ ...open, rows: { generation: 1, total, first: 0 } });
    const page = await openPanel(fixture);
    await page
      .getByText(`row ${total - 1}`, { exact: true })
      .first()
      .waitFor();
    await frameGrid(page).press('Control+f');
    await hasFocus(page, 'Filter frames');
    return { fixture, page };
  }

  it('shows the rows that match, with their own numbers, and all again after Escape', async () => {
    const { page } = await openFilter();
    await page.keyboard.type('99');
    await state(page).getByText('3 of 300').waitFor();
    assert.equal(await frameGrid(page).getAttribute('aria-rowcount'), '3');
    const last = frameGrid(page).locator('[role="row"][aria-rowindex="3"]');
    await last.getByText('row 299', { exact: true }).waitFor();
    assert.equal(await last.locator('.number').innerText(), '300');
    await page.keyboard.press('Escape');
    await eventually(async () => (await frameGrid(page).getAttribute('aria-rowcount')) === '300');
    assert.equal(await filterBox(page).inputValue(), '');
    assert.equal(await state(page).innerText(), '');
  });

  it('completes fields and values by the keyboard alone', async () => {
    const { fixture, page } = await openFilter();
    await page.keyboard.type('o');
    await suggestions(page).first().waitFor();
    assert.equal(await filterBox(page).getAttribute('aria-activedescendant'), null);
    await page.keyboard.press('ArrowDown');
    const list = await filterBox(page).getAttribute('aria-controls');
    const active = await filterBox(page).getAttribute('aria-activedescendant');
    const chosen = page.locator(`#${list} #${active}[role="option"][aria-selected="true"]`);
    assert.match(await chosen.innerText(), /^op:/);
    await page.keyboard.press('Enter');
    await suggestions(page).getByText('ping', { exact: true }).waitFor();
    await page.keyboard.type('pi');
    await eventually(async () => (await suggestions(page).count()) === 1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    assert.equal(await filterBox(page).inputValue(), 'op:ping');
    await eventually(() => fixture.filters.at(-1) === 'op:ping');
    await page.keyboard.press('Control+Space');
    await page.keyboard.type(' ');
    await page.keyboard.press('ArrowDown');
    await suggestions(page).first().waitFor();
    await page.keyboard.press('Escape');
    await eventually(async () => (await suggestions(page).count()) === 0);
    assert.equal(await filterBox(page).inputValue(), 'op:ping ');
    await page.keyboard.press('Enter');
    await hasFocus(page, 'Frames');
    fixture.run('filterFrames');
    await hasFocus(page, 'Filter frames');
  });

  it('underlines mistakes where they are, and says what is wrong', async () => {
    const { page } = await openFilter();
    await page.keyboard.type('row dir:up');
    await page.getByText('"up" is no direction. Use in or out.').waitFor();
    assert.equal(await page.locator('.filter-underlay u').innerText(), 'dir:up');
    assert.equal(await filterBox(page).getAttribute('aria-invalid'), 'true');
    const described = await filterBox(page).getAttribute('aria-describedby');
    assert.match(await page.locator(`#${described}`).innerText(), /no direction/);
    const [text, line] = await Promise.all([
      filterBox(page).boundingBox(),
      page.locator('.filter-underlay').boundingBox(),
    ]);
    assert.deepEqual(line, text, 'the underline stands behind the text');
  });

  it('shows a hit in context: the whole list, that row selected, its detail open', async () => {
    const { page } = await openFilter();
    await page.keyboard.type('"row 120"');
    await page.keyboard.press('Enter');
    await eventually(async () => (await frameGrid(page).getAttribute('aria-rowcount')) === '1');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const detail = page.getByRole('region', { name: 'Frame detail' });
    await detail.getByText('#121').waitFor();
    await detail.getByRole('button', { name: 'Show in context' }).press('Enter');
    await eventually(async () => (await frameGrid(page).getAttribute('aria-rowcount')) === '300');
    const row = frameGrid(page).locator('[role="row"][aria-selected="true"]');
    await row.getByText('row 120', { exact: true }).waitFor();
    assert.equal(await row.getAttribute('aria-rowindex'), '121');
    await detail.getByText('#121').waitFor();
    assert.equal(await detail.getByRole('button', { name: 'Show in context' }).count(), 0);
  });

  it('tells the search how far it is, and why it stopped', async () => {
    const { fixture, page } = await openFilter();
    const filter = { text: 'x', first: 0, matching: 7, searched: 150, problem: undefined };
    fixture.tell({ filter });
    await state(page).getByText('7 of 300, 50 % searched').waitFor();
    const progress = page.getByRole('progressbar', { name: 'Search' });
    await progress.waitFor();
    assert.equal(await page.evaluate(`document.querySelector('.filter-progress').position`), 0.5);
    fixture.tell({ filter: { ...filter, problem: 'It took too long. Make it simpler.' } });
    await page.getByText('It took too long. Make it simpler.').waitFor();
    await state(page).getByText('7 of 300', { exact: true }).waitFor();
    await progress.waitFor({ state: 'hidden' });
  });

  it('says that long payloads were searched in part, which is no mistake of the filter', async () => {
    const { fixture, page } = await openFilter();
    const partly = { rows: 1, bytes: 64 * 1024 * 1024 };
    const filter = { text: 'x', first: 0, matching: 7, searched: 300, problem: undefined, partly };
    fixture.tell({ filter });
    await page.getByText('1 long payload was searched only in its first 67.1 MB.').waitFor();
    assert.equal(await filterBox(page).getAttribute('aria-invalid'), null);
    fixture.tell({ filter: { ...filter, partly: { ...partly, rows: 2_000 } } });
    await page
      .getByText('2,000 long payloads were searched only in the first 67.1 MB of each.')
      .waitFor();
  });

  it('is there again, with its text at work, when the panel is shown again', async () => {
    const { fixture, page } = await openFilter();
    await page.keyboard.type('99');
    await state(page).getByText('3 of 300').waitFor();
    await eventually(() => page.evaluate(`sessionStorage.getItem('state').includes('"99"')`));
    // A host that has lost its inspector knows nothing of the filter.
    fixture.snapshot = { ...idle, rows: { generation: 9, total: 300, first: 0 } };
    fixture.filters.length = 0;
    await page.reload();
    await eventually(() => fixture.filters.includes('99'));
    assert.equal(await filterBox(page).inputValue(), '99');
  });

  it('says that nothing matches', async () => {
    const { page } = await openFilter();
    await page.keyboard.type('nothing');
    await page.getByText('No row matches the filter so far.').waitFor();
  });
});
