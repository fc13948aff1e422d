import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import {
  acceptHandshake,
  binaryHeader,
  httpAnswer,
  serverFrames,
  startBadServer,
  type BadServer,
} from '../support/peers/badServer';
import { startPeer, type Peer } from '../support/peers/peer';
import { VscodePanel } from '../support/vscodePanel';
import { extensionHosts, startTestVscode, type VscodeServer } from '../support/vscodeServer';
import { openVscodeWindow, type VscodeWindow } from '../support/vscodeWindow';

/** Seconds that the servers of these tests have for the opening handshake. */
const handshakeLimit = 2;

/**
 * One panel meets everything bad, one thing after another: each ends in a sentence in the panel,
 * the rows from before stay, and the same extension host connects again.
 */
describe('real VS Code and bad input', function () {
  this.timeout(90_000);

  let browser: Browser;
  let vscode: VscodeServer;
  let window: VscodeWindow;
  let panel: VscodePanel;
  let goodPeer: Peer;
  let badServer: BadServer | undefined;
  let hosts: readonly number[];

  before(async () => {
    goodPeer = await startPeer('python-websockets');
    browser = await launchBrowser();
    vscode = await startTestVscode({
      settings: { 'socketPlayground.limits.handshakeTimeout': handshakeLimit },
    });
    window = await openVscodeWindow(browser, vscode);
    panel = new VscodePanel(window);
    await window.runCommand('Socket Playground: Connect…');
    await window.answer(`${goodPeer.url}/`);
    await panel.state('Open').waitFor();
    hosts = await extensionHosts(vscode);
    await panel.button('Disconnect').click();
    await panel.state('Closed').waitFor();
  });

  after(async () => {
    await browser?.close();
    await vscode?.end();
    await goodPeer.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(this.currentTest.title);
    await badServer?.stop();
    badServer = undefined;
  });

  async function dial(url: string): Promise<void> {
    await panel.address.fill(url);
    await panel.button('Connect').click();
  }

  async function dialBadServer(
    meet: (socket: Socket, requestHead: string) => void,
  ): Promise<BadServer> {
    badServer = await startBadServer(meet);
    await dial(badServer.url);
    return badServer;
  }

  /** The panel says so, the rows from before are there, and the extension host goes on. */
  async function assertSaysAndGoesOn(sentence: RegExp): Promise<void> {
    await panel.alert(sentence).waitFor();
    await panel.button('Connect').waitFor();
    const rowsBefore = Number(await panel.frames.getAttribute('aria-rowcount'));
    assert.ok(rowsBefore >= 3, 'the rows from before stay');
    await dial(`${goodPeer.url}/`);
    await panel.state('Open').waitFor();
    await panel.alert(sentence).waitFor({ state: 'detached' });
    await window.statusItem('socketPlayground.connections').filter({ hasText: '1' }).waitFor();
    await panel.button('Disconnect').click();
    await panel.state('Closed').waitFor();
    assert.ok(Number(await panel.frames.getAttribute('aria-rowcount')) > rowsBefore);
    assert.deepEqual(await extensionHosts(vscode), hosts);
  }

  it('says what is wrong with ten addresses', async () => {
    for (const [address, sentence] of [
      ['localhost:8080', /does not say ws:\/\/ or wss:\/\//],
      ['http://localhost/', /Write ws:\/\/ instead/],
      ['ftp://localhost/', /must begin with ws:\/\/ or wss:\/\//],
      ['ws//localhost', /colon is missing/],
      ['ws://', /host is missing/],
      ['ws:localhost', /Two slashes/],
      ['ws://local host/', /space/],
      ['ws://localhost:99999/', /"99999" is not a port/],
      ['ws://localhost/#part', /no fragment/],
      ['ws://[::1/', /bracket/],
    ] as const) {
      await dial(address);
      await panel.alert(sentence).waitFor();
    }
    await assertSaysAndGoesOn(/bracket/);
  });

  it('says that a connection was refused', async () => {
    const gone = await startBadServer(() => undefined);
    await gone.stop();
    await dial(gone.url);
    await assertSaysAndGoesOn(/refused the connection/);
  });

  it('says that a host is not known', async () => {
    await dial('ws://no-such-host.invalid/');
    await assertSaysAndGoesOn(/no-such-host\.invalid/);
  });

  for (const status of ['200 OK', '401 Unauthorized', '500 Internal Server Error']) {
    it(`says that the server answered ${status}, with the body`, async () => {
      const sentence = new RegExp(`answered "${status}" instead of opening a WebSocket`);
      await dialBadServer((socket) => socket.end(httpAnswer(status, 'words of the server')));
      await panel.alert(sentence).getByText('Details').click();
      await panel.alert('words of the server').waitFor();
      await assertSaysAndGoesOn(sentence);
    });
  }

  it('says that the server closed at once', async () => {
    await dialBadServer((socket) => socket.end());
    await assertSaysAndGoesOn(/closed the connection before it answered/);
  });

  it('says that what came is garbage', async () => {
    await dialBadServer((socket) => socket.write('\x00garbage\xff\r\n\r\n', 'latin1'));
    await assertSaysAndGoesOn(/not an HTTP answer/);
  });

  it('says that the server never answers', async () => {
    await dialBadServer(() => undefined);
    await assertSaysAndGoesOn(new RegExp(`within ${handshakeLimit} s`));
  });

  it('says which rule an illegal frame broke, and lists the frame', async () => {
    await dialBadServer((socket, head) => {
      acceptHandshake(socket, head);
      socket.write(Buffer.concat([serverFrames.hello, serverFrames.reservedOpcode]));
    });
    await panel.row('hello').waitFor();
    await panel.row('Reserved 0x3').waitFor();
    await assertSaysAndGoesOn(/broke the protocol: .*reserved opcode/);
    assert.ok(await panel.row('Reserved 0x3').isVisible());
  });

  it('captures a message of 100 MB and shows a bounded part of it', async () => {
    const size = 100_000_000;
    await dialBadServer((socket, head) => {
      acceptHandshake(socket, head);
      socket.write(binaryHeader(size));
      socket.write(Buffer.alloc(size, 'big '));
      socket.write(serverFrames.hello);
      // All that the client will ever send is its close frame.
      socket.once('data', () => socket.end(serverFrames.close));
    });
    await panel.row('100 MB').click();
    const detail = window.panel.getByRole('region', { name: 'Frame detail' });
    const bytes = detail.getByRole('grid', { name: 'Payload as hex and ASCII' });
    await bytes.getByRole('gridcell').first().waitFor();
    await bytes.press('Control+End');
    await bytes.getByRole('rowheader', { name: '5f5e0f0' }).waitFor();
    assert.ok((await bytes.getByRole('row').count()) < 100, 'only what is in view is there');
    await panel.row('hello').waitFor();
    await panel.button('Disconnect').click();
    await panel.state('Closed: 1000').waitFor();
    assert.equal(await detail.getByText('was not answered').count(), 0);
    assert.deepEqual(await extensionHosts(vscode), hosts);
  });

  it('says that a message is beyond the limit, and names the setting', async () => {
    await dialBadServer((socket, head) => {
      acceptHandshake(socket, head);
      socket.write(binaryHeader(200_000_000));
    });
    await assertSaysAndGoesOn(/1009.*socketPlayground\.limits\.messageSize/);
  });
});
