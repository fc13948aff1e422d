import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Browser } from 'playwright-core';
import { WebSocket } from 'ws';
import { launchBrowser } from '../support/browser';
import { makeCertificate, type TemporaryCertificate } from '../support/certificates';
import { startPeer, type Peer, type PeerKind } from '../support/peers/peer';
import { startRecorder, type Recorder } from '../support/recorder';
import { readRecording, readTexts, type ReferenceFrame } from '../support/referenceFrames';
import { VscodePanel } from '../support/vscodePanel';
import { startTestVscode, type VscodeServer } from '../support/vscodeServer';
import { openVscodeWindow, type VscodeWindow } from '../support/vscodeWindow';

/** A push must be on the screen at most so long after it. */
const pushLimitMs = 1000;

/** Where each server pushes without being asked. */
const pushing: Readonly<Record<PeerKind, string>> = {
  'python-websockets': '/broadcast',
  websocketd: '/',
  'ws-deflate': '/ticks',
  'ws-tls': '/ticks',
};
const kinds = Object.keys(pushing) as PeerKind[];

/** A frame as far as the frame list tells of it. */
interface ListedFrame {
  readonly kind: string;
  readonly size: string;
  readonly payload: string;
}

describe('real VS Code and servers of others', function () {
  this.timeout(90_000);

  let browser: Browser;
  let vscode: VscodeServer;
  let window: VscodeWindow;
  let panel: VscodePanel;
  let certificate: TemporaryCertificate;
  let peer: Peer | undefined;
  let recorder: Recorder | undefined;

  before(async () => {
    certificate = await makeCertificate();
    browser = await launchBrowser();
    vscode = await startTestVscode();
    // Tall enough to have every row of these tests on the screen.
    window = await openVscodeWindow(browser, vscode, { viewport: { width: 1280, height: 1600 } });
    panel = new VscodePanel(window);
  });

  after(async () => {
    await browser?.close();
    await vscode?.end();
    await certificate.remove();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(this.currentTest.title);
    await window.runCommand('View: Close All Editors');
    await recorder?.stop();
    await peer?.stop();
    peer = recorder = undefined;
  });

  for (const kind of kinds) {
    it(`shows both ends and the pushes of ${kind} within a second`, async () => {
      peer = await startPeer(kind, { certificate });
      await connect(`${peer.url}${pushing[kind]}`);
      await assertBothEnds(peer);
      await assertPromptPushes(kind === 'python-websockets' ? peer : undefined);
    });

    it(`lists the frames of ${kind} as they crossed the wire`, async () => {
      peer = await startPeer(kind, { certificate });
      recorder = await startRecorder(peer.port, kind === 'ws-tls' ? certificate : undefined);
      await connect(recorder.url);
      await (kind === 'websocketd' ? panel.row('"tick":2,').waitFor() : exchange());
      await panel.button('Disconnect').click();
      await panel.state('Closed').waitFor();
      await assertAsRecorded(recorder);
    });
  }

  /** As a person does: from the palette, and then past the warning of a self-signed certificate. */
  async function connect(url: string): Promise<void> {
    await window.runCommand('Socket Playground: Connect…');
    await window.answer(url);
    if (url.startsWith('wss:')) {
      await panel.alert('signed by itself').waitFor();
      await panel
        .alert('signed by itself')
        .getByRole('button', { name: 'Connect without checking the certificate' })
        .click();
    }
    await panel.state('Open').waitFor();
  }

  async function assertBothEnds({ port, pid, seenPeer }: Peer): Promise<void> {
    const seen = await seenPeer(0);
    await panel
      .end('Other end')
      .filter({ hasText: `process ${pid}` })
      .waitFor();
    const thisEnd = await panel.end('This end').innerText();
    const otherEnd = await panel.end('Other end').innerText();
    assert.ok(thisEnd.split('\n').includes(`${seen.address}:${seen.port}`), thisEnd);
    assert.ok(otherEnd.split('\n').includes(`127.0.0.1:${port}`), otherEnd);
  }

  /** Follows three pushes; `broadcaster` is a server that pushes what another client says. */
  async function assertPromptPushes(broadcaster: Peer | undefined): Promise<void> {
    const speaker = broadcaster && new WebSocket(`${broadcaster.url}/broadcast`);
    if (speaker) await once(speaker, 'open');
    const first = speaker ? 1 : (await newestTick()) + 1;
    for (let tick = first; tick < first + 3; tick++) {
      speaker?.send(JSON.stringify({ tick, sentAt: Date.now() }));
      const row = panel.row(`"tick":${tick},`);
      await row.waitFor();
      const shownAt = Date.now();
      const text = await row.getByRole('gridcell').last().innerText();
      const pushed = JSON.parse(text) as { tick: number; sentAt: number };
      assert.equal(pushed.tick, tick);
      const delay = shownAt - pushed.sentAt;
      assert.ok(delay < pushLimitMs, `push ${tick} was shown after ${delay} ms`);
    }
    speaker?.terminate();
  }

  /** The pushes from before somebody looked cannot be timed. */
  async function newestTick(): Promise<number> {
    await panel.row('"tick":').waitFor();
    const text = await panel.row('"tick":').innerText();
    return Number(/"tick":(\d+)/.exec(text)?.[1]);
  }

  async function exchange(): Promise<void> {
    for (const text of ['Grüße, 世界 🎉', '{"a": 1}', 'x'.repeat(126), '!ping', '!fragments 3 5']) {
      await panel.send(text);
    }
    await panel.row('from').waitFor();
    await panel.send('the last one');
    await panel.frames
      .getByRole('row')
      .filter({ hasText: 'the last one' })
      .filter({ has: window.panel.getByRole('gridcell', { name: 'Received' }) })
      .waitFor();
  }

  async function assertAsRecorded({ recording }: Recorder): Promise<void> {
    const { fromClient, fromServer } = await recording(0);
    const rows = await listedFrames();
    for (const [direction, bytes] of [
      ['↑', fromClient],
      ['↓', fromServer],
    ] as const) {
      const { frames, rest } = readRecording(bytes);
      assert.equal(rest.length, 0);
      assert.deepEqual(rows[direction], asListed(frames));
    }
  }

  /** All frames that the panel lists, by direction, in the order of their rows. */
  async function listedFrames(): Promise<Record<string, ListedFrame[]>> {
    const count = Number(await panel.frames.getAttribute('aria-rowcount'));
    await panel.frames.locator(`[aria-rowindex="${count}"]`).waitFor();
    const listed: Record<string, ListedFrame[]> = { '↑': [], '↓': [] };
    for (let index = 1; index <= count; index++) {
      const row = panel.frames.locator(`[aria-rowindex="${index}"]`);
      const cells = await row.getByRole('gridcell').allInnerTexts();
      const [, direction = '', , , kind = '', size = '', payload = ''] = cells;
      listed[direction]?.push({ kind, size, payload });
    }
    return listed;
  }
});

const kindNames: Readonly<Record<number, string>> = {
  0: 'Continuation',
  1: 'Text',
  8: 'Close',
  9: 'Ping',
  10: 'Pong',
};

/** What the list should say of recorded frames. */
function asListed(frames: readonly ReferenceFrame[]): ListedFrame[] {
  const texts = readTexts(frames);
  let compressed = false;
  return frames.map(({ opcode, fin, rsv1, payload }) => {
    if (opcode === 1) compressed = rsv1;
    return {
      kind: `${kindNames[opcode]}${fin ? '' : '…'}`,
      size: `${payload.length} B`,
      payload: payloadInWords(opcode, payload, compressed ? texts : undefined),
    };
  });
}

/** `texts` are those of the compressed messages that are to come. */
function payloadInWords(opcode: number, payload: Buffer, texts: string[] | undefined): string {
  if (opcode === 8) return `${payload.readUInt16BE(0)} Normal Closure`;
  if (opcode === 1 && texts) return texts.shift() ?? 'no text';
  if (opcode === 0 && texts)
    return `(compressed) ${payload.toString('hex').replace(/..(?=.)/g, '$& ')}`;
  return payload.toString();
}
