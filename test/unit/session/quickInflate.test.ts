import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as ws from 'ws';
import { WebSocket, WebSocketServer, type PerMessageDeflateOptions } from 'ws';
import { readPermessageDeflate } from '../../../src/session/permessageDeflate';
import { inflateSmallMessagesQuickly } from '../../../src/session/quickInflate';

interface Decompressor {
  decompress: (...parameters: unknown[]) => void;
}

/** Calls of the `decompress` of `ws` while something goes on. */
async function countSlow(whileDoing: () => Promise<unknown>): Promise<number> {
  const { prototype } = (ws as unknown as { PerMessageDeflate: { prototype: Decompressor } })
    .PerMessageDeflate;
  const { decompress } = prototype;
  let calls = 0;
  prototype.decompress = function count(this: Decompressor, ...parameters) {
    calls++;
    decompress.apply(this, parameters);
  };
  try {
    await whileDoing();
  } finally {
    prototype.decompress = decompress;
  }
  return calls;
}

interface Received {
  readonly messages: readonly Buffer[];
  readonly code: number;
}

/** What a client that inflates quickly receives of a server, until the server closes. */
async function receive(
  send: (peer: WebSocket) => void,
  perMessageDeflate: PerMessageDeflateOptions = {},
  maxPayload = 0,
): Promise<Received> {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    perMessageDeflate: { threshold: 0, ...perMessageDeflate },
  });
  await once(server, 'listening');
  server.on('connection', send);
  const { port } = server.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}`, { maxPayload });
  const messages: Buffer[] = [];
  client.on('open', () => {
    const deflate = readPermessageDeflate(client.extensions, false);
    assert.ok(deflate);
    inflateSmallMessagesQuickly(client, deflate.in);
  });
  client.on('message', (bytes: Buffer) => messages.push(bytes));
  client.on('error', () => {});
  const code = await new Promise<number>((resolve) => void client.on('close', resolve));
  server.close();
  return { messages, code };
}

/** What refers back to itself, and to what comes before and after. */
function text(number: number, length: number): Buffer {
  return Buffer.from(
    `message ${number} of many messages `.repeat(1 + length / 24).slice(0, length),
  );
}

function sendAll(messages: readonly Buffer[]): (peer: WebSocket) => void {
  return (peer) => {
    for (const message of messages) peer.send(message);
    peer.close(1000);
  };
}

describe('inflating small messages quickly', () => {
  const small = Array.from({ length: 300 }, (_, number) => text(number, 100 + number));

  it('gives what was sent, and asks no other thread', async () => {
    let received: Received | undefined;
    const slow = await countSlow(async () => {
      received = await receive(sendAll(small));
    });
    assert.deepEqual(received, { messages: small, code: 1000 });
    assert.equal(slow, 0);
  });

  const mixed = Array.from({ length: 60 }, (_, number) => {
    if (number % 7 === 3) return text(number, 400_000);
    if (number % 7 === 5) return randomBytes(40_000);
    return number % 7 === 6 ? Buffer.alloc(0) : text(number, 900);
  });
  const agreements: readonly (readonly [string, PerMessageDeflateOptions])[] = [
    ['context takeover', {}],
    ['a small window', { serverMaxWindowBits: 9 }],
    ['no context takeover', { serverNoContextTakeover: true }],
  ];
  for (const [agreed, options] of agreements) {
    it(`leaves large ones to ws and goes on with small ones, with ${agreed}`, async () => {
      let received: Received | undefined;
      const slow = await countSlow(async () => {
        received = await receive(sendAll(mixed), options);
      });
      assert.deepEqual(received, { messages: mixed, code: 1000 });
      assert.ok(slow > 0, 'the large ones went to ws');
    });
  }

  it('leaves fragments to ws, with what they refer back to', async () => {
    const { messages } = await receive((peer) => {
      peer.send(text(1, 500));
      peer.send(text(2, 500), { fin: false });
      peer.send(text(3, 500), { fin: false });
      peer.send(text(4, 500), { fin: true });
      peer.send(text(5, 500));
      peer.close(1000);
    });
    const whole = Buffer.concat([text(2, 500), text(3, 500), text(4, 500)]);
    assert.deepEqual(messages, [text(1, 500), whole, text(5, 500)]);
  });

  it('leaves faults to ws: what cannot be inflated, and what is too large', async () => {
    const broken = Buffer.from([0xc2, 0x03, 0xff, 0xff, 0xff]);
    const corrupt = await receive((peer) => {
      peer.send(text(1, 500), () => {
        Reflect.get(peer, '_socket').write(broken);
      });
    });
    assert.deepEqual(corrupt, { messages: [text(1, 500)], code: 1006 });
    const large = await receive(sendAll([text(1, 500), text(2, 70_000)]), {}, 50_000);
    assert.deepEqual(large, { messages: [text(1, 500)], code: 1006 });
  });
});
