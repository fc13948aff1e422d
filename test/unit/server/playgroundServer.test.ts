import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { longestMessage, mostPeers, PlaygroundServer } from '../../../src/server/playgroundServer';

const upgradeRequest =
  'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';

/** Connects and hands out the messages in order; those pushed unasked can be left out. */
async function connect(url: string) {
  const webSocket = new WebSocket(url);
  const messages: { data: Buffer; binary: boolean }[] = [];
  webSocket.on('message', (data, binary) => messages.push({ data: data as Buffer, binary }));
  await once(webSocket, 'open');
  return {
    webSocket,
    next: async () => {
      while (messages.length === 0) await once(webSocket, 'message');
      return messages.shift()!;
    },
  };
}

describe('PlaygroundServer', () => {
  const peerCounts: number[] = [];
  let server: PlaygroundServer;
  let url: string;

  beforeEach(async () => {
    peerCounts.length = 0;
    server = new PlaygroundServer((count) => peerCounts.push(count));
    ({ url } = await server.start(0));
  });
  afterEach(() => server.stop());

  it('listens on loopback only, and says where', async () => {
    const facts = await server.start(0);
    assert.equal(facts.pid, process.pid);
    assert.equal(facts.listening.address, '127.0.0.1');
    assert.equal(facts.url, `ws://127.0.0.1:${facts.listening.port}/`);
    assert.equal(facts.url, url, 'a second start leaves it where it is');
  });

  it('greets, then pushes what it sees of both ends', async () => {
    const { webSocket, next } = await connect(url);
    const greeting = JSON.parse((await next()).data.toString());
    const tick = JSON.parse((await next()).data.toString());
    assert.equal(greeting.type, 'greeting');
    assert.equal(tick.type, 'tick');
    assert.equal(tick.count, 1);
    assert.ok(Date.parse(tick.time) - Date.parse(greeting.time) >= 900);
    assert.equal(tick.you.address, '127.0.0.1');
    const port = Number(new URL(url).port);
    assert.deepEqual(tick.me, { address: '127.0.0.1', port, pid: process.pid });
    webSocket.terminate();
    await once(webSocket, 'close');
  }).timeout(5_000);

  it('echoes each message in kind and content', async () => {
    const { webSocket, next } = await connect(url);
    await next();
    const nextEcho = async () => {
      for (;;) {
        const message = await next();
        if (!message.data.includes('"type":"tick"')) return message;
      }
    };
    for (const message of ['grüße', '', Buffer.from([0, 255]), Buffer.alloc(1_000_000, 7)]) {
      webSocket.send(message);
      const { data, binary } = await nextEcho();
      assert.equal(binary, typeof message !== 'string');
      assert.deepEqual(data, Buffer.from(message as string));
    }
    assert.equal(webSocket.extensions, 'permessage-deflate');
    webSocket.terminate();
    await once(webSocket, 'close');
  });

  it('takes a free port when the one asked for is taken', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const second = new PlaygroundServer(() => {});
    const { listening } = await second.start(port);
    assert.notEqual(listening.port, port);
    assert.notEqual(listening.port, 0);
    await second.stop();
    taken.close();
  });

  it('closes everybody with 1001 when it stops, and can start again', async () => {
    const { webSocket } = await connect(url);
    const silent = net.connect(Number(new URL(url).port), '127.0.0.1');
    await once(silent, 'connect');
    const closed = once(webSocket, 'close');
    const cut = once(silent, 'close');
    await server.stop();
    const [code, reason] = (await closed) as [number, Buffer];
    assert.deepEqual([code, reason.toString()], [1001, 'The server stops.']);
    await cut;
    assert.deepEqual(peerCounts, [1, 0]);
    const again = await connect((await server.start(0)).url);
    again.webSocket.terminate();
  });

  it('stops although a peer breaks the protocol meanwhile', async () => {
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(upgradeRequest);
    await once(socket, 'data');
    const reservedOpcode = Buffer.from([0x83, 0x80, 0, 0, 0, 0]);
    socket.on('data', () => socket.write(reservedOpcode));
    await server.stop();
    socket.destroy();
  });

  it('refuses more peers than it can serve, and says so', async () => {
    const peers = await Promise.all(Array.from({ length: mostPeers }, () => connect(url)));
    const refused = new WebSocket(url);
    const [, response] = (await once(refused, 'unexpected-response')) as [unknown, IncomingMessage];
    assert.equal(response.statusCode, 503);
    refused.on('error', () => {});
    refused.terminate();
    assert.equal(peerCounts.at(-1), mostPeers);
    for (const { webSocket } of peers) webSocket.terminate();
  }).timeout(10_000);

  it('refuses web pages from elsewhere, and says so', async () => {
    const strict = new WebSocket(url, { origin: 'https://example.com' });
    const [, response] = (await once(strict, 'unexpected-response')) as [unknown, IncomingMessage];
    assert.equal(response.statusCode, 403);
    assert.match(String(await once(response, 'data')), /may not connect/);
    strict.on('error', () => {});
    strict.terminate();
    await server.stop();
    const { url: open } = await server.start(0, ['https://example.com']);
    const allowed = new WebSocket(open, { origin: 'https://example.com' });
    await once(allowed, 'open');
    allowed.terminate();
  });

  it('closes with 1009 at a message that is too long, and serves on', async () => {
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
    const { webSocket } = await connect(url);
    socket.write(upgradeRequest);
    const header = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
    header.writeUInt32BE(longestMessage + 1, 6);
    socket.write(header);
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
    });
    while (!received.includes(Buffer.from([0x88, 2, 0x03, 0xf1]))) await once(socket, 'data');
    socket.destroy();
    webSocket.ping();
    await once(webSocket, 'pong');
    webSocket.terminate();
  });

  it('tells a browser what it is', async () => {
    const [response] = (await once(get(url.replace('ws:', 'http:')), 'response')) as [
      IncomingMessage,
    ];
    assert.equal(response.statusCode, 426);
    assert.equal(response.headers.upgrade, 'websocket');
    assert.match(response.headers.connection ?? '', /upgrade/i);
    response.resume();
  });
});
