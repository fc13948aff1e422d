import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { WebSocket, WebSocketServer, type ServerOptions } from 'ws';
import {
  answerMessages,
  mostAnswersWaiting,
  type MessageHabits,
} from '../../../src/session/answerMessages';

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
  let client: WebSocket;
  const pressures: boolean[] = [];

  /** A client that answers, and the server's end of its connection. */
  async function connect(habits: Partial<MessageHabits>, options: ServerOptions = {}) {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...options });
    await once(server, 'listening');
    client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    answerMessages(client, { echo: true, closeAfter: undefined, ...habits }, (tooMuch) =>
      pressures.push(tooMuch),
    );
    const [peer] = (await once(server, 'connection')) as [WebSocket];
    const mailbox = new Mailbox(peer);
    await once(client, 'open');
    return { peer, mailbox };
  }

  beforeEach(() => pressures.splice(0));
  afterEach(() => {
    client.terminate();
    for (const peer of server.clients) peer.terminate();
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

  it('says when the other end does not take the answers, and when it does again', async () => {
    const { peer, mailbox } = await connect({}, { perMessageDeflate: false });
    peer.pause();
    const message = Buffer.alloc(1_000_000);
    const count = 2 + Math.ceil((mostAnswersWaiting + 8_000_000) / message.length);
    const arrived = new Promise<void>((resolve) => {
      let messages = 0;
      client.on('message', () => ++messages === count && resolve());
    });
    for (let sent = 0; sent < count; sent++) peer.send(message);
    await arrived;
    assert.deepEqual(pressures, [true]);
    peer.resume();
    await mailbox.take(count);
    assert.deepEqual(pressures, [true, false]);
  });
});
