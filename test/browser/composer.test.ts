import assert from 'node:assert/strict';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { temporaryFolder } from '../../scripts/temporaryFolder.mjs';
import type { FileAccess } from '../../src/host/draftFiles';
import { longestRemembered } from '../../src/webview/viewState';
import { frameGrid, listRow, panelOpener } from '../support/browserPanel';
import { encodeFrame, type FrameToEncode } from '../support/encodeFrame';
import { eventually } from '../support/eventually';
import { InspectorHost } from '../support/inspectorHost';
import { frameFields, open, PanelFixture } from '../support/panelFixture';
import { CollectingServer } from '../support/peers/collectingServer';

/** Masks every frame of these tests, so that their bytes are known. */
const maskingKey = 0x37fa213d;

function bytesOf(frame: Partial<FrameToEncode>, payload = ''): Buffer {
  return Buffer.from(
    encodeFrame({ opcode: 1, maskingKey, ...frame, payload: Buffer.from(payload) }),
  );
}

/** Chooses one file, again and again. */
function onlyFile(file: string): FileAccess<string> {
  return {
    choose: () => Promise.resolve(file),
    nameOf: (one) => path.basename(one),
    sizeOf: async (one) => (await stat(one)).size,
    read: (one) => readFile(one),
  };
}

describe('the composer with the inspector', function () {
  this.timeout(30_000);
  const openPanel = panelOpener();
  let host: InspectorHost;
  let server: CollectingServer;

  afterEach(async () => {
    host.inspector.dispose();
    await server.stop();
  });

  /** A panel that is connected to a raw TCP peer, and masks with the one key. */
  async function connected(files?: FileAccess<unknown>): Promise<Page> {
    server = await CollectingServer.start();
    host = new InspectorHost(files);
    const page = await openPanel(host);
    await button(page, 'Connection options').click();
    await field(page, 'Masking key').fill('37 fa 21 3d');
    await button(page, 'Connection options').click();
    await page.getByRole('textbox', { name: 'WebSocket URL' }).fill(server.url);
    await button(page, 'Connect').click();
    await page
      .getByRole('status', { name: 'Connection state' })
      .getByText('Open', { exact: true })
      .waitFor();
    return page;
  }

  async function arrives(...frames: Buffer[]): Promise<void> {
    const expected = Buffer.concat(frames);
    assert.deepEqual(await server.received(expected.length), expected);
  }

  it('shows the bytes of a laboratory frame, and sends exactly these', async () => {
    const page = await connected();
    await kind(page, 'frame');
    await field(page, 'Message').fill('Hi');
    await page.getByRole('combobox', { name: 'Opcode' }).selectOption('11');
    await page.getByRole('checkbox', { name: 'FIN' }).uncheck();
    await page.getByRole('checkbox', { name: 'RSV2' }).check();
    await page.getByRole('combobox', { name: 'Length written in' }).selectOption('64');
    await field(page, 'Declared length').fill('70000');
    await field(page, 'Masking key').fill('00ff00ff');
    await page.getByText('00 ff 00 ff', { exact: true }).waitFor();
    await page.getByText('RSV2, reserved 0xb').waitFor();
    await page.getByText('RFC 6455 §5.2').first().waitFor();
    await page.getByText('masked payload, 2 B of 70,000').waitFor();
    await button(page, 'Send').click();
    await arrives(
      bytesOf(
        {
          fin: false,
          rsv: 2,
          opcode: 11,
          lengthBits: 64,
          declaredLength: 70_000n,
          maskingKey: 0x00ff00ff,
        },
        'Hi',
      ),
    );
    assert.equal(await field(page, 'Message').inputValue(), 'Hi', 'the frame can be changed');
  });

  it('sends every bit, opcode and mask of the laboratory', async () => {
    const page = await connected();
    await kind(page, 'frame');
    const sent: Buffer[] = [];
    const send = async (frame: Partial<FrameToEncode>) => {
      await field(page, 'Message').press('Control+Enter');
      sent.push(bytesOf(frame));
      await arrives(...sent);
    };
    for (const [name, rsv] of [
      ['RSV1', 4],
      ['RSV2', 2],
      ['RSV3', 1],
    ] as const) {
      await page.getByRole('checkbox', { name }).check();
      await send({ rsv });
      await page.getByRole('checkbox', { name }).uncheck();
    }
    for (const opcode of [0, 3, 8, 15]) {
      await page.getByRole('combobox', { name: 'Opcode' }).selectOption(String(opcode));
      await send({ opcode });
    }
    await page.getByRole('checkbox', { name: 'MASK' }).uncheck();
    await send({ opcode: 15, maskingKey: undefined });
  });

  it('sends raw bytes, and a message cut with a ping between its fragments', async () => {
    const page = await connected();
    await field(page, 'Message').fill('abcdef');
    await button(page, 'Options').click();
    await page.getByRole('combobox', { name: 'Fragments' }).selectOption('at');
    await field(page, 'Cut at bytes').fill('2');
    await button(page, 'Add control frame').click();
    await field(page, 'Payload').fill('p');
    await field(page, 'Message').press('Control+Enter');
    const fragments = [
      bytesOf({ fin: false }, 'ab'),
      bytesOf({ opcode: 9 }, 'p'),
      bytesOf({ opcode: 0 }, 'cdef'),
    ];
    await arrives(...fragments);
    await kind(page, 'raw');
    await page.getByRole('combobox', { name: 'Payload written' }).selectOption('hex');
    await field(page, 'Message').fill('ff 00 7f');
    await page.getByText('3 B in').waitFor();
    await button(page, 'Send').click();
    await arrives(...fragments, Buffer.from('ff007f', 'hex'));
  });

  it('sends a file, and says when it is gone', async () => {
    const folder = await temporaryFolder('composer-file');
    const file = path.join(folder, 'some.bin');
    await writeFile(file, Uint8Array.of(0, 1, 254, 255));
    try {
      const page = await connected(onlyFile(file));
      await kind(page, 'file');
      await button(page, 'Choose file…').click();
      await page.getByText('some.bin').waitFor();
      await button(page, 'Send').click();
      await arrives(
        Buffer.from(encodeFrame({ opcode: 2, maskingKey, payload: Buffer.of(0, 1, 254, 255) })),
      );
      await rm(file);
      await button(page, 'Send').click();
      await page.getByRole('alert').getByText('"some.bin" cannot be read').waitFor();
      await page.getByText('Open', { exact: true }).waitFor();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('draws templates anew for each repetition, shows how far it is, and stops', async () => {
    const page = await connected();
    await field(page, 'Message').fill('n{{counter}}');
    await button(page, 'Options').click();
    await page.getByRole('checkbox', { name: 'Replace templates' }).check();
    await button(page, 'Repeat').click();
    await field(page, 'Every, ms').fill('1');
    await field(page, 'Times').fill('3');
    await button(page, 'Start repeating').click();
    await page.getByText('Repeated: 3 of 3 sent').waitFor();
    const three = ['n1', 'n2', 'n3'].map((text) => bytesOf({}, text));
    await arrives(...three);
    await field(page, 'Every, ms').fill('60000');
    await field(page, 'Times').fill('');
    await button(page, 'Start repeating').click();
    await page.getByText('Repeating: 1 sent').waitFor();
    await button(page, 'Stop').click();
    await page.getByText('Stopped: 1 sent').waitFor();
    await arrives(...three, bytesOf({}, 'n4'));
  });

  it('sends a row again by the keyboard alone, as it was and changed', async () => {
    const page = await connected();
    await field(page, 'Message').fill('first');
    await page.keyboard.press('Control+Enter');
    const first = bytesOf({}, 'first');
    await arrives(first);
    await frameGrid(page).getByText('first').waitFor();
    await frameGrid(page).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('r');
    await arrives(first, first);
    await page.keyboard.press('e');
    await eventually(async () => (await field(page, 'Message').inputValue()) === 'first');
    await page.keyboard.press('End');
    await page.keyboard.type(' again');
    await page.keyboard.press('Control+Enter');
    await arrives(first, first, bytesOf({}, 'first again'));
    await frameGrid(page).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+E');
    await eventually(async () => (await field(page, 'Masking key').inputValue()) === '37fa213d');
  });

  it('saves a message in the host, and loads it after a reload', async () => {
    const page = await connected();
    await kind(page, 'json');
    await field(page, 'Message').fill('{"a": 1.10}');
    await button(page, 'Saved').click();
    await field(page, 'Name').fill('Greeting');
    await button(page, 'Save').click();
    const saved = page.getByRole('region', { name: 'Saved messages' });
    await saved.getByText('Greeting').waitFor();
    await field(page, 'Message').fill('[');
    await page.reload();
    await saved.getByText('Greeting').click();
    assert.equal(await field(page, 'Message').inputValue(), '{"a": 1.10}');
    assert.equal(await page.getByRole('combobox', { name: 'Kind' }).inputValue(), 'json');
    await page
      .getByRole('region', { name: 'Sent messages' })
      .getByRole('button', { name: 'JSON [' })
      .waitFor();
    await button(page, 'Delete Greeting').click();
    await saved.getByText('Greeting').waitFor({ state: 'detached' });
  });
});

describe('the composer in a browser', function () {
  this.timeout(30_000);
  const openPanel = panelOpener();

  it('asks before a rule is broken elsewhere, and sends only if the user agrees', async () => {
    const fixture = new PanelFixture(open);
    fixture.question = 'This breaks a rule, and 192.0.2.1 is not this machine.';
    const page = await openPanel(fixture);
    await kind(page, 'raw');
    await field(page, 'Message').fill('x');
    for (const answer of ['Do not send', 'Send all the same']) {
      await field(page, 'Message').press('Control+Enter');
      const question = page.getByRole('alertdialog', { name: 'Confirm sending' });
      await question.getByText(fixture.question).waitFor();
      await eventually(async () => (await focusedText(page)) === 'Do not send');
      assert.equal(fixture.confirmed, 0);
      await button(page, answer).click();
      await question.waitFor({ state: 'detached' });
    }
    await eventually(() => fixture.confirmed === 1);
  });

  it('asks no more about a connection that has ended', async () => {
    const fixture = new PanelFixture(open);
    fixture.question = 'This breaks a rule, and 192.0.2.1 is not this machine.';
    const page = await openPanel(fixture);
    await field(page, 'Message').fill('x');
    await field(page, 'Message').press('Control+Enter');
    const question = page.getByRole('alertdialog', { name: 'Confirm sending' });
    await question.waitFor();
    fixture.tell({ state: 'closed' });
    await question.waitFor({ state: 'detached' });
    fixture.tell({ state: 'open', url: 'ws://192.0.2.2/' });
    await eventually(() => button(page, 'Send').isEnabled());
    assert.equal(await question.count(), 0);
    assert.equal(fixture.confirmed, 0);
    assert.equal(await field(page, 'Message').inputValue(), 'x');
  });

  it('shows the bytes of what the history brings back, and asks no more about what was there', async () => {
    const fixture = new PanelFixture(open);
    const page = await openPanel(fixture);
    await kind(page, 'raw');
    await field(page, 'Message').fill('x');
    await field(page, 'Message').press('Control+Enter');
    await button(page, 'Saved').click();
    await page.getByRole('region', { name: 'Sent messages' }).getByRole('button').first().waitFor();
    await kind(page, 'text');
    await field(page, 'Message').fill('other');
    fixture.question = 'This breaks a rule.';
    await page.keyboard.press('Control+Enter');
    const question = page.getByRole('alertdialog', { name: 'Confirm sending' });
    await question.waitFor();
    await field(page, 'Message').press('Alt+ArrowUp');
    await question.waitFor({ state: 'detached' });
    await page.getByText('1 B in').waitFor();
    assert.equal(await button(page, 'Preview').getAttribute('aria-expanded'), 'true');
  });

  it('marks the field that is wrong and says why, and loses nothing over a reload', async () => {
    const page = await openPanel(new PanelFixture(open));
    await kind(page, 'close');
    await field(page, 'Reason').fill('€'.repeat(42));
    await page.getByText('can have 123 bytes; this one has 126').waitFor();
    await invalid(page, 'Reason');
    await kind(page, 'frame');
    await field(page, 'Masking key').fill('37fa');
    await page.getByText('A masking key is four bytes.').waitFor();
    await invalid(page, 'Masking key');
    assert.equal(await button(page, 'Send').isDisabled(), true);
    await page.reload();
    await invalid(page, 'Masking key');
    assert.equal(await field(page, 'Masking key').inputValue(), '37fa');
    await kind(page, 'close');
    assert.equal(await field(page, 'Reason').inputValue(), '€'.repeat(42));
  });

  it('says what is wrong in options that are closed, and opens them', async () => {
    const page = await openPanel(new PanelFixture(open));
    await field(page, 'Message').fill('x');
    await button(page, 'Options').click();
    await page.getByRole('combobox', { name: 'Fragments' }).selectOption('parts');
    await field(page, 'Number of fragments').fill('none');
    await button(page, 'Options').click();
    assert.equal(await button(page, 'Send').isDisabled(), true);
    await page.locator('#composer-hint').getByText('Give a whole number of fragments').waitFor();
    await button(page, 'Open options').click();
    await invalid(page, 'Number of fragments');
    assert.equal(await button(page, 'Open options').count(), 0);
  });

  it('shows the place of a mistake in JSON, and formats only when it is asked to', async () => {
    const fixture = new PanelFixture(open);
    const page = await openPanel(fixture);
    await kind(page, 'json');
    await field(page, 'Message').fill('{"n":1.10 "m":2}');
    await page.getByText('a comma or } is expected at line 1, column 11').waitFor();
    await button(page, 'Show place').click();
    await page.keyboard.type(',');
    await eventually(
      async () => (await field(page, 'Message').inputValue()) === '{"n":1.10 ,m":2}',
    );
    await field(page, 'Message').fill('{"n":1.10}');
    await page.keyboard.press('Control+Enter');
    await eventually(() => fixture.sent.length === 1);
    assert.deepEqual(fixture.sent, [{ kind: 'json', text: '{"n":1.10}' }]);
    await field(page, 'Message').fill('{"n":1.10}');
    await button(page, 'Format').click();
    await eventually(
      async () => (await field(page, 'Message').inputValue()) === '{\n  "n": 1.10\n}',
    );
  });

  it('offers to send the selected row again in its detail, and by command', async () => {
    const fixture = new PanelFixture({ ...open, rows: { generation: 1, total: 3, first: 0 } });
    const page = await openPanel(fixture);
    await listRow(page, 2).click();
    await page.getByRole('group', { name: 'Row actions' }).waitFor();
    await page.getByRole('button', { name: 'Resend (R in the list)' }).click();
    await eventually(() => fixture.sent.length === 1);
    assert.deepEqual(fixture.sent, [{ kind: 'text', text: 'again' }]);
    fixture.run('editAndResend');
    await eventually(async () => (await field(page, 'Message').inputValue()) === 'again');
  });

  it('loses nothing of what a loaded message takes the place of', async () => {
    const fixture = new PanelFixture({ ...open, rows: { generation: 1, total: 3, first: 0 } });
    const page = await openPanel(fixture);
    await kind(page, 'close');
    await field(page, 'Reason').fill('do not lose me');
    await listRow(page, 2).click();
    fixture.run('editAndResend');
    await eventually(async () => (await field(page, 'Message').inputValue()) === 'again');
    await page.keyboard.press('Alt+ArrowUp');
    await eventually(async () => (await field(page, 'Reason').inputValue()) === 'do not lose me');
    await kind(page, 'text');
    const long = 'x'.repeat(longestRemembered + 1);
    await field(page, 'Message').fill(long);
    fixture.run('editAndResend');
    await page.getByRole('alert').getByText('too long to be remembered').waitFor();
    assert.equal(await field(page, 'Message').inputValue(), long);
  });

  it('acts on the frame that the detail shows, and by key on the selected row', async () => {
    const fixture = new PanelFixture({ ...open, rows: { generation: 1, total: 3, first: 0 } });
    const parts = [0, 1].map((row) => ({
      row,
      direction: 'in' as const,
      opcode: row === 0 ? 1 : 0,
      fin: row === 1,
      size: 1,
      timeUs: row,
      isFragment: true,
    }));
    fixture.detailAt = (row) => ({
      kind: 'frame',
      fields: frameFields({ row, payloadLength: 1, payloadReceived: 1 }),
      message: {
        opcode: 1,
        firstRow: 0,
        lastRow: 1,
        fragments: 2,
        compressed: false,
        wireLength: 2,
        length: 2,
        durationUs: 1,
        parts,
        problem: undefined,
      },
    });
    const page = await openPanel(fixture);
    await listRow(page, 2).click();
    await page.getByRole('tab', { name: 'Frame' }).click();
    const frames = page.getByRole('region', { name: 'Frames of the message' });
    await frames.getByRole('button', { name: '#1' }).click();
    await frames.locator('[aria-current="true"]').getByText('#1').waitFor();
    await button(page, 'Resend (R in the list)').click();
    await eventually(() => fixture.sent.length === 1);
    await frameGrid(page).focus();
    await page.keyboard.press('r');
    await eventually(() => fixture.sent.length === 2);
    assert.deepEqual(fixture.draftedRows, [0, 1]);
  });

  it('tells a connection its options, says what is wrong with them, and keeps them', async () => {
    const fixture = new PanelFixture();
    const page = await openPanel(fixture);
    await page.getByRole('textbox', { name: 'WebSocket URL' }).fill('ws://127.0.0.1:1/');
    await button(page, 'Connect').click();
    await eventually(() => fixture.opened.length === 1);
    assert.ok(!('habits' in (fixture.opened[0] ?? {})), 'nothing was chosen');
    await button(page, 'Connection options').click();
    await page.getByRole('combobox', { name: 'Answer pings' }).selectOption('first');
    await field(page, 'How many').fill('x');
    await invalid(page, 'How many');
    await button(page, 'Connect').click();
    await page.getByRole('alert').getByText('The connection options have a mistake.').waitFor();
    await field(page, 'How many').fill('2');
    await page.getByRole('checkbox', { name: 'Offer permessage-deflate' }).uncheck();
    await page.reload();
    assert.equal(await field(page, 'How many').inputValue(), '2');
    await button(page, 'Connect').click();
    await eventually(() => fixture.opened.length === 2);
    const { habits } = fixture.opened[1] as { habits?: Record<string, unknown> };
    const { answerPings, deflate } = habits ?? {};
    assert.deepEqual({ answerPings, deflate }, { answerPings: { first: 2 }, deflate: false });
  });
});

function button(page: Page, name: string) {
  return page.getByRole('button', { name, exact: true });
}

/** The field of a name; of the connection's options and the composer, the one that is open last. */
function field(page: Page, name: string) {
  return page.getByRole('textbox', { name, exact: true }).last();
}

async function kind(page: Page, value: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Kind', exact: true }).selectOption(value);
}

async function invalid(page: Page, name: string): Promise<void> {
  await eventually(async () => (await field(page, name).getAttribute('aria-invalid')) === 'true');
}

async function focusedText(page: Page): Promise<string> {
  return String(await page.evaluate(`document.activeElement.textContent.trim()`));
}
