import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { mostReceived, RawConnection, type Ending } from '../../../src/conformance/rawConnection';
import { findTarget } from '../../../src/conformance/target';
import { makeCertificate } from '../../support/certificates';
import { startRawServer, startRawTlsServer, type RawServer } from '../session/support/rawServer';

/** A connection to a raw server, and what was heard on it. */
class Heard {
  readonly bytes: Buffer[] = [];
  readonly ended: Promise<Ending>;
  private onEnd: (ending: Ending) => void = () => {};

  private constructor() {
    this.ended = new Promise((resolve) => {
      this.onEnd = resolve;
    });
  }

  static async connect(url: string, acceptUntrustedCertificate = false) {
    const heard = new Heard();
    const connection = await RawConnection.connect(
      await findTarget(url, acceptUntrustedCertificate),
      {
        onBytes: (bytes) => heard.bytes.push(Buffer.from(bytes)),
        onEnd: (end) => heard.onEnd(end),
      },
    );
    return { heard, connection };
  }
}

async function received(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'end');
  return Buffer.concat(chunks).toString();
}

describe('rawConnection', () => {
  let server: RawServer;
  afterEach(() => server.close());

  it('sends bytes as they are, in one write or in many', async () => {
    server = await startRawServer();
    const [socket, { connection }] = await Promise.all([
      server.nextSocket(),
      Heard.connect(server.url),
    ]);
    const text = received(socket);
    connection.send(Buffer.from('one, '));
    await connection.sendInWrites(Buffer.from('two, three'), 3, 1);
    connection.endSending();
    assert.equal(await text, 'one, two, three');
    connection.destroy();
  });

  it('hears bytes and the end of the server’s side, and stays half open', async () => {
    server = await startRawServer();
    const [socket, { connection, heard }] = await Promise.all([
      server.nextSocket(),
      Heard.connect(server.url),
    ]);
    socket.end('bye');
    assert.equal(await heard.ended, 'closed');
    assert.equal(Buffer.concat(heard.bytes).toString(), 'bye');
    const text = received(socket);
    connection.send(Buffer.from('still'));
    connection.endSending();
    assert.equal(await text, 'still');
    connection.destroy();
  });

  it('hears a reset', async () => {
    server = await startRawServer();
    const [socket, { heard }] = await Promise.all([server.nextSocket(), Heard.connect(server.url)]);
    socket.resetAndDestroy();
    assert.equal(await heard.ended, 'reset');
  });

  it('resets the connection', async () => {
    server = await startRawServer();
    const [socket, { connection }] = await Promise.all([
      server.nextSocket(),
      Heard.connect(server.url),
    ]);
    socket.resume();
    const failed = once(socket, 'error');
    connection.reset();
    assert.equal((await failed)[0].code, 'ECONNRESET');
  });

  it('cuts off a server that sends without end', async () => {
    server = await startRawServer((socket) => socket.write(Buffer.alloc(mostReceived + 1)));
    const { heard } = await Heard.connect(server.url);
    assert.equal(await heard.ended, 'cut off');
  });

  it('says that nothing listens there', async () => {
    server = await startRawServer();
    const gone = await startRawServer();
    await gone.close();
    await assert.rejects(Heard.connect(gone.url), { code: 'ECONNREFUSED' });
  });

  describe('over TLS', () => {
    it('trusts no certificate that nobody vouches for, unless told to', async () => {
      const files = await makeCertificate();
      const [key, cert] = await Promise.all([readFile(files.key), readFile(files.certificate)]);
      server = await startRawTlsServer({ key, cert }, (socket) => socket.end('secret'));
      await assert.rejects(Heard.connect(server.url), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      const { heard, connection } = await Heard.connect(server.url, true);
      await heard.ended;
      assert.equal(Buffer.concat(heard.bytes).toString(), 'secret');
      connection.destroy();
      await files.remove();
    });

    it('says that a server does not speak TLS', async () => {
      server = await startRawServer((socket) => socket.end('HTTP/1.1 400 No\r\n\r\n'));
      await assert.rejects(Heard.connect(server.url.replace('ws:', 'wss:')), /wrong version|SSL/i);
    });
  });
});
