import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { WebSocketServer, type WebSocket } from 'ws';
import { defaultSettings } from '../../src/inspector/inspector';
import { frameGrid, panelOpener } from '../support/browserPanel';
import { eventually } from '../support/eventually';
import { InspectorHost } from '../support/inspectorHost';
import { mountSmallDisk, type SmallDisk } from '../support/smallDisk';

const megabyte = 1_000_000;
/** Memory that the captures may take. */
const memoryLimit = 4 * megabyte;
/** A message of so many bytes a row. */
const messageSize = 10_000;
/** All of them fit into the memory. */
const fewMessages = 200;
/** Half of them fit. */
const manyMessages = 1_000;

/** The panel, a real inspector, a real server, and a real disk that takes nothing (more). */
describe('storage that fails', function () {
  this.timeout(30_000);
  const openPanel = panelOpener();
  let disk: SmallDisk | undefined;
  let host: InspectorHost;
  let server: WebSocketServer;
  let page: Page;

  beforeEach(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    host = new InspectorHost();
  });

  afterEach(() => {
    host.inspector.dispose();
    server.close();
    disk?.remove();
    disk = undefined;
  });

  async function connect(capturesFolder: string): Promise<WebSocket> {
    const settings = { ...defaultSettings, memoryLimit, capturesFolder };
    const { signal } = new AbortController();
    await host.inspector.handlers['inspector/configure'](settings, { signal });
    page = await openPanel(host);
    const peer = once(server, 'connection') as Promise<[WebSocket]>;
    const { port } = server.address() as AddressInfo;
    await page.getByRole('textbox', { name: 'WebSocket URL' }).fill(`ws://127.0.0.1:${port}/`);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    return (await peer)[0];
  }

  /** Sends messages with the numbers `from` to `to - 1`, and waits until the newest shows. */
  async function send(peer: WebSocket, from: number, to: number): Promise<void> {
    for (let number = from; number < to; number++) {
      peer.send(`message ${number}.`.padEnd(messageSize));
    }
    await frameGrid(page)
      .getByText(`message ${to - 1}.`)
      .waitFor();
  }

  /** Goes to the oldest row that is listed. */
  async function toTheTop(): Promise<void> {
    await frameGrid(page).focus();
    await page.keyboard.press('Home');
  }

  async function assertKeepsAllThatFits(peer: WebSocket, sentBefore: number): Promise<void> {
    const note = page.getByText(/Rows? 1 .*went: all captures together/);
    await toTheTop();
    await frameGrid(page).getByText('message 0.').waitFor();
    assert.equal(await note.isVisible(), false, 'nothing has gone');
    await page.keyboard.press('End');
    await send(peer, sentBefore, manyMessages);
    await note.waitFor();
    // Whoever counts the rows that went and those that are listed has all of them.
    const [, gone = ''] = /^Rows 1 to ([\d,]+) went/.exec(await note.innerText()) ?? [];
    const first = Number(gone.replace(',', ''));
    assert.ok(first > manyMessages / 2 && first < manyMessages - 300, `${first} rows went`);
    const total = Number(await frameGrid(page).getAttribute('aria-rowcount'));
    const listed = new Set<string>();
    await toTheTop();
    await eventually(async () => {
      for (const text of await frameGrid(page).getByRole('row').allInnerTexts()) {
        const [message] = /message \d+/.exec(text) ?? [];
        if (message) listed.add(message);
      }
      return listed.size > 0;
    });
    const numbers = [...listed].map((message) => Number(message.split(' ')[1]));
    const rowsBefore = total - manyMessages;
    assert.equal(
      Math.min(...numbers),
      first - rowsBefore,
      'the oldest row follows those that went',
    );
  }

  it('of a full disk: all stays in memory, with a warning, then the oldest rows go', async function () {
    disk = mountSmallDisk({ size: megabyte });
    if (!disk) this.skip();
    const peer = await connect(disk.folder);
    await send(peer, 0, 1);
    await page.getByText('on disk').waitFor();
    await send(peer, 1, fewMessages);
    await page
      .getByRole('alert')
      .getByText(/disk is full.*kept in memory only/)
      .waitFor();
    await page.getByText('In memory only', { exact: true }).waitFor();
    await assertKeepsAllThatFits(peer, fewMessages);
  });

  it('that is read-only: a warning at once, all in memory, then the oldest rows go', async function () {
    disk = mountSmallDisk({ size: megabyte, readOnly: true });
    if (!disk) this.skip();
    const peer = await connect(disk.folder);
    await page
      .getByRole('alert')
      .getByText(/cannot be written to.*kept in memory only/)
      .waitFor();
    await send(peer, 0, fewMessages);
    await assertKeepsAllThatFits(peer, fewMessages);
  });
});
