import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { WebSocket } from 'ws';
import { tapReceived, tapSent } from '../../../src/session/tap';
import { makeCertificate } from '../../support/certificates';
import {
  acceptance,
  onRequest,
  startRawServer,
  startRawTlsServer,
  type RawServer,
} from './support/rawServer';

/** What a tap saw, in order. */
class Heard {
  private readonly chunks: Record<'received' | 'sent', Buffer[]> = { received: [], sent: [] };
  readonly listener = {
    received: (chunk: Uint8Array) => void this.chunks.received.push(Buffer.from(chunk)),
    sent: (chunk: Uint8Array) => void this.chunks.sent.push(Buffer.from(chunk)),
  };

  get received(): Buffer {
    return Buffer.concat(this.chunks.received);
  }

  get sent(): Buffer {
    return Buffer.concat(this.chunks.sent);
  }
}

/** Reads a socket to its end. */
async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'end');
  return Buffer.concat(chunks);
}

const mebibyte = Buffer.alloc(1024 * 1024, 'socket playground ');

interface Tapped {
  readonly client: Socket;
  readonly peer: Socket;
  readonly heard: Heard;
}

function tapTests(dial: () => Promise<Tapped>): void {
  it('sees what is sent once and in order, however it is written', async () => {
    const { client, peer, heard } = await dial();
    const arrived = readAll(peer);
    client.write('é\r\n', 'latin1');
    client.write('é', 'utf8');
    client.write('00ff', 'hex');
    client.cork();
    client.write('corked ');
    client.write(Buffer.from([1, 2, 3]));
    client.write(new Uint8Array([4, 5]));
    client.uncork();
    client.write(mebibyte);
    client.write('behind a full buffer');
    client.end('the end');
    assert.deepEqual(heard.sent.subarray(0, 3), Buffer.from([0xe9, 0x0d, 0x0a]));
    assert.deepEqual(await arrived, heard.sent);
    client.destroy();
  });

  it('sees what is received once and in order, and changes none', async () => {
    const { client, peer, heard } = await dial();
    const read = readAll(client);
    for (const byte of 'byte by byte') peer.write(byte);
    peer.write(mebibyte);
    peer.end('the end');
    const arrived = await read;
    assert.deepEqual(
      arrived,
      Buffer.concat([Buffer.from('byte by byte'), mebibyte, Buffer.from('the end')]),
    );
    assert.deepEqual(heard.received, arrived);
    client.destroy();
  });

  it('sees nothing twice when bytes are put back with unshift', async () => {
    const { client, peer, heard } = await dial();
    peer.write('head and rest');
    const [first] = (await once(client, 'data')) as [Buffer];
    client.pause();
    client.unshift(first.subarray(5));
    const read = readAll(client);
    client.resume();
    peer.end();
    assert.equal((await read).toString(), 'and rest');
    assert.equal(heard.received.toString(), 'head and rest');
    client.destroy();
  });
}

describe('tap', () => {
  it('tells the socket to stop reading when nobody takes what was read', () => {
    const socket = new net.Socket({ readableHighWaterMark: 100 } as net.SocketConstructorOpts);
    const onread = tapReceived(new Heard().listener);
    const read = (length: number) => {
      const room = onread.buffer instanceof Uint8Array ? onread.buffer : onread.buffer();
      return onread.callback.call(socket, length, room);
    };
    assert.equal(read(60), true);
    assert.equal(read(60), false);
    assert.equal(socket.readableLength, 120);
    socket.destroy();
  });

  let server: RawServer;

  async function connect(
    open: (options: { host: string; port: number; onread: net.OnReadOpts }) => Socket,
    event: string,
  ): Promise<Tapped> {
    const heard = new Heard();
    const accepted = server.nextSocket();
    const onread = tapReceived(heard.listener);
    const client = open({ host: '127.0.0.1', port: server.port, onread });
    tapSent(client, heard.listener);
    const [peer] = await Promise.all([accepted, once(client, event)]);
    return { client, peer, heard };
  }

  describe('over TCP', () => {
    before(async () => {
      server = await startRawServer();
    });
    after(() => server.close());

    tapTests(() => connect((options) => net.connect(options), 'connect'));
  });

  describe('over TLS', () => {
    let ca: Buffer;

    before(async () => {
      const files = await makeCertificate();
      ca = await readFile(files.certificate);
      server = await startRawTlsServer({ key: await readFile(files.key), cert: ca });
      await files.remove();
    });
    after(() => server.close());

    tapTests(() => connect((options) => tls.connect({ ...options, ca }), 'secureConnect'));
  });

  /*
   * `createConnection` is not in the documentation of `ws`; these tests hold what we need of it.
   */
  describe('under ws', () => {
    const hello = Buffer.from([0x81, 0x02, 0x68, 0x69]);

    before(async () => {
      server = await startRawServer(
        onRequest((socket, head) => {
          const answer = Buffer.concat([Buffer.from(acceptance(head), 'latin1'), hello]);
          for (const byte of answer) socket.write(Buffer.from([byte]));
        }),
      );
    });
    after(() => server.close());

    it('sees both heads, the first frame and what is sent', async () => {
      const heard = new Heard();
      const onread = tapReceived(heard.listener);
      const client = net.connect({ port: server.port, host: '127.0.0.1', onread });
      tapSent(client, heard.listener);
      const accepted = server.nextSocket();
      const webSocket = new WebSocket(server.url, {
        perMessageDeflate: false,
        createConnection: () => client,
      });
      const arrived = readAll(await accepted);
      const [message] = (await once(webSocket, 'message')) as [Buffer];
      assert.equal(message.toString(), 'hi');
      assert.match(heard.sent.toString('latin1'), /^GET \/ HTTP\/1\.1\r\n[^]*\r\n\r\n$/);
      assert.match(heard.received.toString('latin1'), /^HTTP\/1\.1 101 /);
      assert.deepEqual(heard.received.subarray(-6), Buffer.from('\r\n\x81\x02hi', 'latin1'));
      webSocket.send('more than fits the buffers of the socket '.repeat(100_000));
      webSocket.ping('and another frame');
      client.end();
      assert.deepEqual(await arrived, heard.sent);
      assert.ok(heard.sent.length > 4_000_000);
      webSocket.terminate();
    });

    it('leaves the handshake time limit of ws alone', async () => {
      const silent = await startRawServer();
      const webSocket = new WebSocket(silent.url, {
        handshakeTimeout: 50,
        createConnection: ((options: net.TcpNetConnectOpts) => {
          const { listener } = new Heard();
          const socket = net.connect({
            ...options,
            path: undefined,
            onread: tapReceived(listener),
          });
          tapSent(socket, listener);
          return socket;
        }) as never,
      });
      const [error] = (await once(webSocket, 'error')) as [Error];
      assert.match(error.message, /timed out/);
      await silent.close();
    });
  });
});
