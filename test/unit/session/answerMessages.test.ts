import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import { mostAnswersWaiting, type MessageHabits } from '../../../src/session/answerMessages';
import { encodeFrame } from '../../support/encodeFrame';
import { playScript } from '../../support/peers/scriptedServer';
import { TestConnection } from './support/testConnection';

/** The messages that reach a socket, in order, as they are awaited. */
class Mailbox {
  private readonly messages = new PassThrough({ objectMode: true, highWaterMark: 10_000 });

  constructor(socket: WebSocket) {
    socket.on('message', (data: Buffer, binary) => this.messages.write({ data, binary }));
  }

  async take(count: number): Promise<{ data: Buffer; binary: boolean }[]> {
    const taken = [];
    while (taken.length < count) {
      const message = this.messages.read() as { data: Buffer; binary: boolean } | null;
      if (message) taken.push(message);
      else await once(this.messages, 'readable');
    }
    return taken;
  }

  get empty(): boolean {
    return this.messages.readableLength === 0;
  }
}

describe('answerMessages', () => {
  let server: WebSocketServer;
  let test: TestConnection;

  /** The server's end of a connection whose other end answers. */
  async function connect(habits: Partial<MessageHabits>, options: ServerOptions = {}) {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...options });
    await once(server, 'listening');
    const accepted = once(server, 'connection');
    test = new TestConnection(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
      messages: { echo: true, closeAfter: undefined, ...habits },
    });
    await test.open();
    const [peer] = (await accepted) as [WebSocket];
    return { peer, mailbox: new Mailbox(peer) };
  }

  afterEach(async () => {
    for (const peer of server.clients) peer.terminate();
    await test.closed();
    server.close();
  });

  for (const perMessageDeflate of [false, { threshold: 0 }]) {
    it(`echoes in kind and in order ${perMessageDeflate ? 'compressed' : 'plain'}`, async () => {
      const { peer, mailbox } = await connect({}, { perMessageDeflate });
      // Deflating is done elsewhere and takes its time: a small message must not overtake.
      const messages = [2_000_000, 0, 1, 70_000, 125, 126].flatMap((length, index) => [
        {
          data: Buffer.alloc(length, `é${index}`).subarray(0, length - (length % 3)),
          binary: false,
        },
        { data: Buffer.alloc(length, index + 250), binary: true },
      ]);
      for (const { data, binary } of messages) peer.send(data, { binary });
      const echoes = await mailbox.take(messages.length);
      assert.deepEqual(
        echoes.map(({ data, binary }) => [data.length, binary]),
        messages.map(({ data, binary }) => [data.length, binary]),
      );
      echoes.forEach(({ data }, index) => assert.ok(data.equals(messages[index]!.data)));
    });
  }

  it('echoes a message of many fragments as one', async () => {
    const { peer, mailbox } = await connect({});
    for (const part of ['a', 'b', '']) peer.send(part, { fin: part === '' });
    assert.equal(String((await mailbox.take(1))[0]?.data), 'ab');
  });

  it('closes with 1000 after as many messages as wanted, and answers no more', async () => {
    const { peer, mailbox } = await connect({ closeAfter: 2 });
    for (const text of ['one', 'two', 'three']) peer.send(text);
    const [code] = (await once(peer, 'close')) as [number];
    assert.equal(code, 1000);
    assert.deepEqual(
      (await mailbox.take(2)).map(({ data }) => String(data)),
      ['one', 'two'],
    );
    assert.ok(mailbox.empty);
  });

  it('counts without answering', async () => {
    const { peer, mailbox } = await connect({ echo: false, closeAfter: 1 });
    peer.send('one');
    await once(peer, 'close');
    assert.ok(mailbox.empty);
  });

  it('reads no further while the other end does not take the answers', async () => {
    const { peer, mailbox } = await connect({}, { perMessageDeflate: false });
    peer.pause();
    const message = Buffer.alloc(1_000_000);
    const count = 2 + Math.ceil((mostAnswersWaiting + 8_000_000) / message.length);
    for (let sent = 0; sent < count; sent++) peer.send(message);
    await test.until(() => test.facts.slowedDown);
    peer.resume();
    await mailbox.take(count);
    await test.until(() => !test.facts.slowedDown);
  });
});

describe('answers before a close frame', () => {
  it('are sent although the close frame came with what is answered', async () => {
    const text = encodeFrame({ opcode: 1, payload: Buffer.from('last') });
    const ping = encodeFrame({ opcode: 9 });
    const close = encodeFrame({ opcode: 8, payload: Buffer.from([0x03, 0xe8]) });
    const steps = [{ send: Buffer.concat([text, ping, close]) }, { awaitFrames: 3 }];
    const { played } = await playScript(steps, async (url) => {
      const test = new TestConnection(url, { messages: { echo: true, closeAfter: undefined } });
      return (await test.open()).closed();
    });
    assert.deepEqual(
      played.frames.map(({ opcode }) => opcode),
      [1, 10, 8],
    );
  });
});
