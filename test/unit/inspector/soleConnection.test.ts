import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { WebSocketServer } from 'ws';
import type { InspectedConnection } from '../../../src/inspector/inspectedConnection';
import { defaultSettings } from '../../../src/inspector/inspector';
import { soleCapture, soleConnection } from '../../../src/inspector/soleConnection';
import type { ConnectionSnapshot } from '../../../src/protocol/connectionSnapshot';
import { RequestError } from '../../../src/protocol/requestError';
import { temporaryFolder } from '../capture/support/temporaryFolder';

const root = temporaryFolder();

async function textOf(connection: InspectedConnection, to = Infinity): Promise<string> {
  const { rows } = connection.snapshot();
  let text = '';
  for await (const part of connection.text('ndjson', 0, Math.min(to, rows.total))) text += part;
  return text;
}

describe('soleConnection', () => {
  let server: WebSocketServer;
  let url: string;

  beforeEach(async () => {
    const perMessageDeflate = { threshold: 0 };
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate });
    await once(server, 'listening');
    url = `ws://user:word@127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => server.close());

  /** Dials, lets the server say something and close, and resolves at the end. */
  async function talk(captureFolder?: string): Promise<InspectedConnection> {
    server.on('connection', (peer) => {
      peer.send('compressed '.repeat(10));
      peer.close(1000);
    });
    let connection: InspectedConnection | undefined;
    await new Promise<ConnectionSnapshot>((resolve) => {
      const tell = (snapshot: ConnectionSnapshot) => {
        if (snapshot.state === 'closed') resolve(snapshot);
      };
      const settings = defaultSettings;
      connection = soleConnection({ url, settings, captureFolder, build: 'test', tell });
      const dial = { url, subprotocols: [], headers: {}, acceptUntrustedCertificate: false };
      connection.open(dial, settings);
    });
    return connection ?? assert.fail();
  }

  it('is dialled, tells what becomes of it, and has its rows as text', async () => {
    const connection = await talk();
    const lines = (await textOf(connection)).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { type: string }).type),
      ['open', 'frame', 'frame', 'frame', 'close'],
    );
    assert.ok(lines[1]?.includes('"text":"compressed compressed'), 'inflated before it is read');
    assert.equal((await textOf(connection, 2)).split('\n').length, 2);
    connection.letGo(3);
    assert.equal(connection.snapshot().rows.first, 3);
    connection.dispose();
  });

  it('keeps its capture in a folder, secrets masked, that is opened again', async () => {
    const folder = path.join(root, 'kept');
    const connection = await talk(folder);
    const text = await textOf(connection);
    assert.ok(!text.includes('word'));
    connection.letGo(3);
    assert.equal(connection.snapshot().rows.first, 0, 'what is in files stays');
    connection.dispose();
    const capture = await soleCapture(folder, 1e6);
    const { stored, state } = capture.snapshot();
    assert.deepEqual([stored, state], [{ capture: 'kept', repaired: '' }, 'closed']);
    assert.equal(await textOf(capture), text);
    capture.dispose();
  });

  it('is not opened from what is no capture', async () => {
    await assert.rejects(soleCapture(root, 1e6), RequestError);
  });
});
