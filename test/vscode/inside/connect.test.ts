import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { ConfigurationTarget, TabInputWebview, window, workspace } from 'vscode';
import { WebSocketServer, type WebSocket } from 'ws';
import { runCommand } from './extension';

describe('Connect, Send Message and Disconnect, called with arguments', () => {
  let server: WebSocketServer;
  let url: string;

  before(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  after(() => {
    server.close();
    for (const client of server.clients) client.terminate();
  });

  afterEach(closePanels);

  /** Connects and returns both: what the command said and what the server saw. */
  async function connect(argument: unknown) {
    const seen = once(server, 'connection') as Promise<[WebSocket, IncomingMessage]>;
    const connection = await runCommand<string>('connect', argument);
    const [peer, request] = await seen;
    return { connection, peer, request };
  }

  it('opens a panel for the address', async () => {
    await connect(url);
    assert.equal(panelTabs().length, 1);
  });

  it('passes on subprotocols and header fields', async () => {
    const { peer, request } = await connect({
      url,
      subprotocols: ['chat', 'superchat'],
      headers: { 'X-Test': 'yes' },
    });
    assert.equal(peer.protocol, 'chat');
    assert.equal(request.headers['sec-websocket-protocol'], 'chat,superchat');
    assert.equal(request.headers['x-test'], 'yes');
  });

  it('sends a text to the connection of the active panel', async () => {
    const { peer } = await connect(url);
    const received = once(peer, 'message');
    await runCommand('sendMessage', 'Grüße, 世界');
    const [data, isBinary] = (await received) as [Buffer, boolean];
    assert.equal(data.toString(), 'Grüße, 世界');
    assert.equal(isBinary, false);
  });

  it('sends any frame to the connection that it is told', async () => {
    const first = await connect(url);
    const second = await connect(url);
    const pinged = once(first.peer, 'ping');
    second.peer.on('ping', () => assert.fail('The other connection got the ping.'));
    await runCommand('sendMessage', {
      connection: first.connection,
      kind: 'ping',
      text: 'are you there?',
    });
    const [payload] = (await pinged) as [Buffer];
    assert.equal(payload.toString(), 'are you there?');
  });

  it('disconnects with a closing handshake', async () => {
    const { peer, connection } = await connect(url);
    const closed = once(peer, 'close');
    await runCommand('disconnect', connection);
    const [code] = (await closed) as [number];
    assert.ok(code === 1000 || code === 1005, `closed with ${code}`);
  });

  it('ends the connection when its panel is closed', async () => {
    const { peer } = await connect(url);
    const closed = once(peer, 'close');
    await closePanels();
    await closed;
  });

  for (const argument of [{ url: 7 }, {}, 7, { url: 'ws://127.0.0.1/', headers: 'X: y' }]) {
    it(`opens nothing for ${JSON.stringify(argument)}`, async () => {
      assert.equal(await runCommand('connect', argument), undefined);
      assert.deepEqual(panelTabs(), []);
    });
  }
});

describe('the setting limits.handshakeTimeout', () => {
  afterEach(async () => {
    await updateLimit('handshakeTimeout', undefined);
    await closePanels();
  });

  it('ends the wait for a server that never answers', async () => {
    await updateLimit('handshakeTimeout', 1);
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const accepted = once(silent, 'connection') as Promise<[Socket]>;
      await runCommand('connect', `ws://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
      const [socket] = await accepted;
      const start = performance.now();
      socket.resume();
      await once(socket, 'close');
      assert.ok(performance.now() - start < 5000);
    } finally {
      silent.close();
    }
  });
});

function updateLimit(name: string, value: number | undefined): Thenable<void> {
  const limits = workspace.getConfiguration('socketPlayground.limits');
  return limits.update(name, value, ConfigurationTarget.Global);
}

function panelTabs() {
  return window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input }) =>
        input instanceof TabInputWebview && input.viewType.endsWith('socketPlayground.connection'),
    );
}

async function closePanels(): Promise<void> {
  await window.tabGroups.close(panelTabs());
}
