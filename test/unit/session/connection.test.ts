import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import { Capture } from '../../../src/capture/capture';
import { CaptureMemory } from '../../../src/capture/captureMemory';
import type { CaptureStorage } from '../../../src/capture/captureStorage';
import { neverOpen } from '../../../src/session/closeEvent';
import { closeFrame, frame, message, textMessage } from '../../../src/session/outgoing';
import { Opcode } from '../../../src/wire/opcode';
import { makeCertificate } from '../../support/certificates';
import {
  acceptance,
  onRequest,
  startRawServer as startRaw,
  startRawTlsServer as startRawTls,
  type RawServer,
} from './support/rawServer';
import { TestConnection, usualHabits } from './support/testConnection';

/** Ends what a test has started; a test that fails leaves nothing that keeps the process alive. */
const endings: (() => unknown)[] = [];

async function startRawServer(...options: Parameters<typeof startRaw>): Promise<RawServer> {
  return closedLater(await startRaw(...options));
}

async function startRawTlsServer(...options: Parameters<typeof startRawTls>): Promise<RawServer> {
  return closedLater(await startRawTls(...options));
}

function closedLater(server: RawServer): RawServer {
  endings.push(() => server.close());
  return server;
}

/** A `ws` server that echoes, and sends `first` to whoever connects. */
async function startEchoServer(options: ServerOptions = {}, first?: string) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...options });
  server.on('connection', (peer) => {
    if (first !== undefined) peer.send(first);
    peer.on('message', (data, binary) => peer.send(data as Buffer, { binary }));
  });
  if (!options.server) await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    server,
    nextPeer: async () => ((await once(server, 'connection')) as [WebSocket])[0],
    close: () => {
      for (const peer of server.clients) peer.terminate();
      server.close();
    },
  };
}

/** A raw server that accepts and then does what `serve` does. */
function startAccepting(serve: (socket: Socket) => void, fields: readonly string[] = []) {
  return startRawServer(
    onRequest((socket, head) => {
      socket.write(acceptance(head, fields));
      serve(socket);
    }),
  );
}

function nothing(): void {}

/** A storage of which the test says whether it falls behind. */
function slowStorage() {
  const state = { underPressure: false };
  const storage: CaptureStorage = {
    facts: { path: '', bytesOnDisk: 0, problem: undefined },
    writing: true,
    whole: undefined,
    get underPressure() {
      return state.underPressure;
    },
    attach: nothing,
    note: nothing,
    notePage: nothing,
    changed: nothing,
    finish: nothing,
    close: nothing,
  };
  const capture = new Capture({
    memory: new CaptureMemory(1e9),
    startUs: 0,
    startWallMs: 0,
    storage,
  });
  return { state, capture };
}

describe('Connection', () => {
  afterEach(async () => {
    await Promise.all(endings.splice(0).map((end) => end()));
  });

  describe('to an echo server', () => {
    let echo: Awaited<ReturnType<typeof startEchoServer>>;
    let url: string;

    before(async () => {
      echo = await startEchoServer({ perMessageDeflate: true });
      url = `ws://127.0.0.1:${echo.port}/`;
    });
    after(() => echo.close());

    it('goes through the states and knows both ends', async () => {
      const test = new TestConnection(url);
      const peer = echo.nextPeer();
      await test.open();
      await peer;
      const { thisEnd, otherEnd, tls, close } = test.facts;
      assert.equal(otherEnd.socket?.port, echo.port);
      assert.equal(otherEnd.socket?.family, 'IPv4');
      assert.equal(thisEnd.socket?.address, '127.0.0.1');
      assert.equal(thisEnd.process?.pid, process.pid);
      assert.equal(tls, undefined);
      assert.equal(close, undefined);
      test.connection.close(1000, 'done');
      const closed = await test.closed();
      assert.deepEqual(closed.close, { code: 1000, reason: 'done' });
      assert.equal(closed.problem, undefined);
      assert.ok(Number(closed.openForMs) > 0);
      assert.equal(closed.openForMs, test.facts.openForMs);
      assert.deepEqual(test.states, ['connecting', 'open', 'closing', 'closed']);
      assert.match(
        test.statusTexts().at(-1) ?? '',
        /Closed by this end: 1000 Normal Closure, "done"/,
      );
    });

    it('keeps both heads of the opening handshake, secrets masked', async () => {
      const test = new TestConnection(`ws://user:word@127.0.0.1:${echo.port}/?key=mine&x=y`, {
        headers: { Cookie: 'session', 'X-Token': 'abc' },
        secretNames: ['key', 'x-token'],
      });
      await test.open();
      const { url: shown, handshake } = test.facts;
      assert.equal(shown, `ws://****:****@127.0.0.1:${echo.port}/?key=****&x=y`);
      assert.match(handshake.request, /^GET \/\?key=\*{4}&x=y HTTP\/1\.1\r\n[^]*\r\n\r\n$/);
      assert.match(handshake.request, /Cookie: \*{7}\r\n/);
      assert.match(handshake.request, /X-Token: \*{3}\r\n/);
      assert.match(handshake.request, /Authorization: \*+\r\n/);
      assert.match(handshake.response, /^HTTP\/1\.1 101 [^]*\r\n\r\n$/);
      const everything = JSON.stringify([
        test.facts,
        [0, 1].map((row) => test.capture.status(row)),
      ]);
      for (const secret of ['word', 'mine', 'session', 'abc', 'dXNlcjp3b3Jk']) {
        assert.ok(!everything.includes(secret), secret);
      }
      test.connection.terminate();
      await test.closed();
    });

    it('sends every kind of frame and shows what was sent and what came back', async () => {
      const test = await new TestConnection(url).open();
      await test.connection.send(textMessage('grüße '.repeat(100)));
      await test.connection.send(message(Opcode.binary, new Uint8Array([0, 1, 255])));
      await test.connection.send(frame(Opcode.ping, Buffer.from('p')));
      await test.connection.send(frame(Opcode.pong, Buffer.from('q')));
      await test.untilFrames(7);
      await test.connection.inflated();
      const rows = test.frameRows();
      const directions = rows.map((row) => test.capture.frame(row)?.direction);
      const bytes = rows.reduce((sum, row) => {
        const captured = test.capture.frame(row);
        return sum + (captured?.headerLength ?? 0) + (captured?.payloadLength ?? 0);
      }, 0);
      assert.deepEqual(
        directions.filter((direction) => direction === 'out'),
        Array(4).fill('out'),
      );
      assert.deepEqual(
        rows.map((row) => test.messageText(row)).filter((text) => text.startsWith('grüße')),
        Array(2).fill('grüße '.repeat(100)),
      );
      const { traffic, extensions } = test.facts;
      assert.equal(extensions, 'permessage-deflate');
      assert.deepEqual([traffic.in.frames, traffic.out.frames], [3, 4]);
      assert.equal(traffic.in.bytes + traffic.out.bytes, bytes);
      await test.connection.send(closeFrame(4001, 'enough'));
      assert.deepEqual((await test.closed()).close, { code: 4001, reason: 'enough' });
    });

    it('tells programs that it opened and how it closed', async () => {
      const test = await new TestConnection(url.replace('//', '//user:word@')).open();
      const opened = test.events().at(-1) ?? assert.fail();
      test.connection.close(4000, 'done');
      const { thisEnd, otherEnd, handshake, extensions, closedCleanly } = await test.closed();
      assert.deepEqual(opened, {
        type: 'open',
        local: thisEnd.socket,
        remote: otherEnd.socket,
        subprotocol: '',
        extensions,
        ...handshake,
      });
      assert.ok(!JSON.stringify(opened).includes('word'));
      const close = { type: 'close', code: 4000, reason: 'done', by: 'local', clean: true };
      assert.deepEqual(test.events().slice(1), [close]);
      assert.equal(closedCleanly, true);
    });

    it('sends its first frames before it answers anything, in their order', async () => {
      const answering = await startEchoServer({}, 'first');
      endings.push(() => answering.close());
      const test = await new TestConnection(`ws://127.0.0.1:${answering.port}/`, {
        firstFrames: [
          textMessage('a'),
          frame(Opcode.ping, Buffer.from('b')),
          message(Opcode.binary, Buffer.from('c')),
        ],
        messages: { echo: false, closeAfter: 1 },
      }).open();
      await test.closed();
      const sent = test.frameRows().filter((row) => test.capture.frame(row)?.direction === 'out');
      assert.deepEqual(
        sent.slice(0, 4).map((row) => test.capture.frame(row)?.firstByte),
        [0x81, 0x89, 0x82, 0x88],
      );
    });

    it('says when one of its first frames could not be sent', async () => {
      const firstFrames = [{ ...textMessage('x'), compress: true }];
      const habits = { ...usualHabits, deflate: false } as const;
      const test = await new TestConnection(url, { firstFrames, habits }).open();
      await test.until(() => test.statusTexts().length === 3);
      assert.match(test.statusTexts()[2] ?? '', /cannot be compressed/);
      test.connection.terminate();
      await test.closed();
    });

    it('offers no compression if told so', async () => {
      const test = await new TestConnection(url, {
        habits: { ...usualHabits, deflate: false },
      }).open();
      assert.equal(test.facts.extensions, '');
      assert.doesNotMatch(test.facts.handshake.request, /Extensions/);
      test.connection.terminate();
      await test.closed();
    });

    it('reads no further while whoever follows its rows has fallen behind', async () => {
      const accepted = echo.nextPeer();
      const test = await new TestConnection(url).open();
      const peer = await accepted;
      test.connection.followerBehind(true);
      assert.equal(test.facts.slowedDown, true);
      // More than the buffers of both ends take.
      peer.send(randomBytes(20_000_000));
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.ok(test.facts.traffic.in.bytes < 1_000_000);
      test.connection.followerBehind(false);
      await test.untilFrames(1);
      test.connection.terminate();
      await test.closed();
    });

    it('refuses to send when it is not open', async () => {
      const test = new TestConnection(url);
      const text = textMessage('x');
      await assert.rejects(test.connection.send(text), /not open/);
      await test.open();
      test.connection.terminate();
      await test.closed();
      await assert.rejects(test.connection.send(text), /not open/);
    });

    it('says that it was cut off by this end', async () => {
      const test = await new TestConnection(url).open();
      test.connection.terminate();
      const { close, problem } = await test.closed();
      assert.deepEqual([close?.code, problem], [1006, undefined]);
      assert.match(test.statusTexts().at(-1) ?? '', /Cut off by this end/);
    });

    it('asks for subprotocols and says which was chosen', async () => {
      const test = await new TestConnection(url, { subprotocols: ['first', 'second'] }).open();
      assert.equal(test.facts.subprotocol, 'first');
      test.connection.terminate();
      await test.closed();
    });

    it('finds the process at the other end', async function onLinux() {
      if (process.platform !== 'linux') this.skip();
      this.timeout(10_000);
      const test = await new TestConnection(url).open();
      await test.until(() => test.facts.otherEnd.process !== undefined);
      assert.equal(test.facts.otherEnd.process?.pid, process.pid);
      test.connection.terminate();
      await test.closed();
    });
  });

  it('shows frames that arrive together with the response', async () => {
    const server = await startRawServer(
      onRequest((socket, head) => {
        const early = Buffer.from('HTTP/1.1 103 Early Hints\r\n\r\n');
        const response = Buffer.from(acceptance(head), 'latin1');
        socket.write(Buffer.concat([early, response, Buffer.from([0x81, 2, 0x68, 0x69, 0x89, 0])]));
      }),
    );
    const test = await new TestConnection(server.url).open();
    await test.untilFrames(3);
    const [text, ping, pong] = test.frameRows();
    assert.equal(test.messageText(text!), 'hi');
    assert.equal(test.capture.frame(text!)?.position, 0);
    assert.equal(test.capture.frame(ping!)?.firstByte, 0x89);
    assert.equal(test.capture.frame(pong!)?.firstByte, 0x8a);
    assert.equal(test.capture.frame(pong!)?.direction, 'out');
    assert.match(test.facts.handshake.response, /^HTTP\/1\.1 101 /);
    test.connection.terminate();
    await test.closed();
  });

  it('can answer at once what arrives together with the response', async () => {
    let received = Buffer.alloc(0);
    const server = await startRawServer(
      onRequest((socket, head) => {
        socket.on('data', (chunk: Buffer) => {
          received = Buffer.concat([received, chunk]);
        });
        const response = Buffer.from(acceptance(head), 'latin1');
        socket.write(Buffer.concat([response, Buffer.from([0x81, 2, 0x68, 0x69])]));
      }),
    );
    const answers: Promise<void>[] = [];
    const test: TestConnection = new TestConnection(server.url, {
      onChange: () => {
        if (test.facts.traffic.in.frames === 1 && answers.length === 0) {
          answers.push(test.connection.send(textMessage('answer')));
        }
      },
    });
    const accepted = server.nextSocket();
    test.connection.dial();
    const socket = await accepted;
    while (received.length < 12) await once(socket, 'data');
    await Promise.all(answers);
    assert.equal(received[0], 0x81);
    test.connection.terminate();
  });

  it('sends no message after the close frame that a fault of the other end brings about', async () => {
    const server = await startAccepting((socket) => {
      socket.write(Buffer.from([0x81, 2, 0x68, 0x69, 0x83, 0]));
      socket.on('data', () => socket.end());
    });
    const test: TestConnection = new TestConnection(server.url, {
      onChange: () => {
        const { state, traffic } = test.facts;
        // Later than the fault, in the same turn: the state must tell by then.
        if (traffic.in.frames === 2) {
          queueMicrotask(() => {
            if (state === 'open' && test.facts.state === 'open') {
              void test.connection.send(textMessage('too late')).catch(() => {});
            }
          });
        }
      },
    });
    test.connection.dial();
    await once(await server.nextSocket(), 'close');
    const sent = test
      .frameRows()
      .map((row) => test.capture.frame(row))
      .filter((one) => one?.direction === 'out');
    assert.deepEqual(
      sent.map((one) => [one?.firstByte, one?.findings]),
      [[0x88, 0]],
    );
  });

  for (const [name, change] of [
    ['names another version of HTTP', (head: string) => head.replace('HTTP/1.1', 'HTTP/1.0')],
    ['begins with an empty line', (head: string) => `\r\n${head}`],
  ] as const) {
    it(`shows frames that arrive together with a response that ${name}`, async () => {
      const server = await startRawServer(
        onRequest((socket, head) => {
          const response = Buffer.from(change(acceptance(head)), 'latin1');
          socket.write(Buffer.concat([response, Buffer.from([0x81, 2, 0x68, 0x69])]));
        }),
      );
      const test = await new TestConnection(server.url).open();
      assert.deepEqual(
        test.frameRows().map((row) => test.messageText(row)),
        ['hi'],
      );
      test.connection.terminate();
      await test.closed();
    });
  }

  it('shows no subprotocol whose header field is secret', async () => {
    const field = 'Sec-WebSocket-Protocol';
    const server = await startAccepting(() => {}, [`${field}: bearer.word`]);
    const options = { subprotocols: ['bearer.word'], secretNames: [field] };
    const test = await new TestConnection(server.url, options).open();
    assert.equal(test.facts.subprotocol, '*'.repeat('bearer.word'.length));
    assert.ok(!JSON.stringify(test.facts).includes('word'));
    test.connection.terminate();
    await test.closed();
  });

  it('repeats no secret subprotocol in a problem', async () => {
    const server = await startAccepting(() => {});
    const secretNames = ['sec-websocket-protocol'];
    for (const subprotocols of [['bearer.word'], ['bearer word'], ['word', 'word']]) {
      const { problem } = await new TestConnection(server.url, {
        subprotocols,
        secretNames,
      }).fail();
      assert.ok(problem);
      assert.ok(!JSON.stringify(problem).includes('word'), problem.message);
    }
  });

  it('shows the same frames however the bytes are cut', async () => {
    const frames = Buffer.from([0x81, 1, 0x61, 0x89, 1, 0x62, 0x82, 1, 0x63]);
    const server = await startRawServer(
      onRequest((socket, head) => {
        socket.setNoDelay();
        const bytes = Buffer.concat([Buffer.from(acceptance(head), 'latin1'), frames]);
        let at = 0;
        const writeNext = () => {
          if (at < bytes.length) socket.write(bytes.subarray(at, ++at), writeNext);
        };
        writeNext();
      }),
    );
    const test = await new TestConnection(server.url).open();
    await test.untilFrames(4);
    assert.deepEqual(
      test
        .frameRows()
        .map((row) => test.capture.frame(row))
        .filter((one) => one?.direction === 'in')
        .map((one) => [one?.firstByte, one?.position]),
      [
        [0x81, 0],
        [0x89, 3],
        [0x82, 6],
      ],
    );
    test.connection.terminate();
    await test.closed();
  });

  describe('over TLS', () => {
    let key: Buffer;
    let cert: Buffer;

    before(async () => {
      const files = await makeCertificate();
      key = await readFile(files.key);
      cert = await readFile(files.certificate);
      await files.remove();
    });

    it('knows what TLS settled, when the user goes on without trust', async () => {
      const https = createHttpsServer({ key, cert }).listen(0, '127.0.0.1');
      endings.push(() => https.close());
      await once(https, 'listening');
      const echo = await startEchoServer(
        { server: https, host: undefined!, port: undefined! },
        'hi',
      );
      endings.push(() => echo.close());
      const url = `wss://127.0.0.1:${(https.address() as AddressInfo).port}/`;
      const test = await new TestConnection(url, { acceptUntrustedCertificate: true }).open();
      await test.untilFrames(1);
      await test.connection.inflated();
      assert.equal(test.messageText(test.frameRows()[0]!), 'hi');
      const { tls } = test.facts;
      assert.equal(tls?.version, 'TLSv1.3');
      assert.match(tls?.cipher ?? '', /^TLS_/);
      assert.equal(tls?.subject, 'localhost');
      assert.equal(tls?.issuer, 'localhost');
      assert.ok(Date.parse(tls?.validTo ?? '') > Date.now());
      assert.equal(tls?.verified, false);
      test.connection.terminate();
      await test.closed();
    });

    it('does not trust a certificate that is signed by itself', async () => {
      const server = await startRawTlsServer({ key, cert });
      const { problem, handshake } = await new TestConnection(server.url).fail();
      assert.equal(problem?.code, 'untrusted-certificate');
      assert.match(problem?.message ?? '', /signed by itself/);
      assert.equal(handshake.response, '');
    });

    it('names the host to the server, but never an IP address (RFC 6066 §3)', async () => {
      const names: (string | false | undefined)[] = [];
      const server = await startRawTlsServer({ key, cert }, (socket) => {
        names.push((socket as Socket & { servername?: string | false }).servername);
        socket.destroy();
      });
      for (const host of ['127.0.0.1', 'localhost']) {
        await new TestConnection(`wss://${host}:${server.port}/`, {
          acceptUntrustedCertificate: true,
        }).fail();
      }
      assert.deepEqual(names, [false, 'localhost']);
    });

    it('says when ws: meets TLS and wss: meets none', async () => {
      const secure = await startRawTlsServer({ key, cert });
      const wrong = await new TestConnection(secure.url.replace('wss:', 'ws:')).fail();
      // The system may drop the server's alert, since the server resets the connection after it.
      assert.match(wrong.problem?.message ?? '', /wss:\/\//);
      const plain = await startRawServer((socket) =>
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      );
      const other = await new TestConnection(plain.url.replace('ws:', 'wss:')).fail();
      assert.equal(other.problem?.code, 'not-tls');
    });
  });

  describe('cancelled', () => {
    let server: RawServer;
    beforeEach(async () => {
      server = await startRawServer();
    });

    it('stops at once while the other end is silent, and leaves no socket', async () => {
      const accepted = server.nextSocket();
      const test = new TestConnection(server.url);
      test.connection.dial();
      const socket = await accepted;
      test.connection.cancel();
      assert.equal(test.facts.state, 'closed');
      assert.equal(test.facts.problem, undefined);
      assert.equal(test.statusTexts().at(-1), 'Cancelled');
      assert.deepEqual(test.events(), [neverOpen]);
      socket.resume();
      await once(socket, 'close');
    });

    it('stops at once in the same turn as it was dialled, with or without a host name', () => {
      for (const url of [server.url, 'ws://some-host.invalid/', server.url.replace('ws', 'wss')]) {
        const test = new TestConnection(url);
        test.connection.dial();
        test.connection.cancel();
        assert.equal(test.facts.state, 'closed');
      }
    });

    it('stops while TLS gets no answer', async () => {
      const accepted = server.nextSocket();
      const test = new TestConnection(server.url.replace('ws:', 'wss:'));
      test.connection.dial();
      const socket = await accepted;
      test.connection.terminate();
      assert.equal(test.facts.state, 'closed');
      socket.resume();
      await once(socket, 'close');
    });
  });

  describe('with a peer that breaks the rules', () => {
    for (const [what, bytes, says] of [
      ['a masked frame', [0x81, 0x81, 0, 0, 0, 0, 0x61], /masked a frame.*§5\.1/],
      ['a reserved opcode', [0x83, 0], /reserved opcode.*§5\.2/],
      ['a reserved bit', [0xa1, 0], /reserved bit.*§5\.2/],
      ['RSV1 without an extension', [0xc1, 0], /RSV1.*§5\.2/],
      ['a fragmented ping', [0x09, 0], /fragmented a control frame.*§5\.5/],
      ['an oversized ping', [0x89, 0x7e, 0, 126], /control frame.*§5\.5/],
      ['text that is not UTF-8', [0x81, 1, 0xff], /UTF-8.*§8\.1/],
      ['the close code 1005', [0x88, 2, 0x03, 0xed], /close code.*§7\.4/],
    ] as const) {
      it(`says which rule ${what} breaks, and shows the frame`, async () => {
        const server = await startAccepting((socket) => {
          socket.write(Buffer.from(bytes));
          socket.on('data', () => socket.end());
        });
        const test = new TestConnection(server.url);
        const { problem } = await test.fail();
        assert.equal(problem?.code, 'protocol-error');
        assert.match(problem?.message ?? '', says);
        const illegal = test
          .frameRows()
          .map((row) => test.capture.frame(row))
          .find((one) => one?.direction === 'in');
        assert.equal(illegal?.firstByte, bytes[0]);
        assert.notEqual(illegal?.findings, 0);
      });
    }

    it('says when a compressed message is corrupt', async () => {
      const server = await startAccepting(
        (socket) => {
          socket.write(Buffer.from([0xc1, 2, 0xff, 0xff]));
          socket.on('data', () => socket.end());
        },
        ['Sec-WebSocket-Extensions: permessage-deflate'],
      );
      const test = new TestConnection(server.url);
      const { problem } = await test.fail();
      assert.equal(problem?.code, 'protocol-error');
      assert.match(problem?.message ?? '', /cannot be inflated/);
    });

    it('closes with 1009 at a message over the limit, and names the setting', async () => {
      const server = await startAccepting((socket) => {
        socket.write(Buffer.from([0x82, 0x7e, 0x04, 0x01]));
        socket.on('data', () => socket.end());
      });
      const test = new TestConnection(server.url, { messageLimit: 1000 });
      const { problem } = await test.fail();
      assert.equal(problem?.code, 'message-too-big');
      assert.match(
        problem?.message ?? '',
        /limit of 0\.001 MB.*1009.*socketPlayground\.limits\.messageSize/,
      );
    });

    it('takes a message of any size without a limit', async () => {
      const payload = Buffer.alloc(200_000, 'x');
      const header = Buffer.from([0x82, 0x7f, 0, 0, 0, 0, 0, 3, 0x0d, 0x40]);
      const server = await startAccepting(
        (socket) => void socket.write(Buffer.concat([header, payload])),
      );
      const test = await new TestConnection(server.url, { messageLimit: 0 }).open();
      await test.untilFrames(1);
      assert.equal(test.facts.problem, undefined);
      assert.equal(test.capture.frame(test.frameRows()[0]!)?.payloadReceived, 200_000);
      test.connection.terminate();
      await test.closed();
    });

    it('cuts off a flood of pings whose pongs are not read', async function flood() {
      this.timeout(10_000);
      const server = await startAccepting((socket) => {
        socket.pause();
        const pings = Buffer.concat(
          Array(2_000).fill(Buffer.concat([Buffer.from([0x89, 125]), Buffer.alloc(125)])),
        );
        const send = (error?: Error | null) => {
          if (!error && socket.writable) socket.write(pings, send);
        };
        send();
      });
      const test = new TestConnection(server.url);
      const { problem } = await test.fail();
      assert.equal(problem?.code, 'ping-flood');
    });

    it('leaves nobody waiting for a message when the connection is cut', async () => {
      const server = await startAccepting((socket) => void socket.pause());
      const test = await new TestConnection(server.url).open();
      const sent = test.connection.send(message(Opcode.binary, Buffer.alloc(50_000_000)));
      test.connection.terminate();
      // Node reports a write that was under way as done.
      await Promise.allSettled([sent]);
      await test.closed();
    });

    it('outlives peers that send noise', async function noise() {
      this.timeout(20_000);
      for (let round = 0; round < 50; round++) {
        const extension = round % 2 === 0 ? ['Sec-WebSocket-Extensions: permessage-deflate'] : [];
        const bytes = randomBytes(2 + ((round * 97) % 3000));
        // Every fourth round begins with a compressed message, so that zlib gets its share.
        if (round % 4 === 0) bytes.set([0xc1, 100]);
        const server = await startAccepting((socket) => socket.end(bytes), extension);
        const test = new TestConnection(server.url);
        const facts = await test.fail();
        await test.connection.inflated();
        assert.equal(facts.traffic.in.bytes, bytes.length);
      }
    });

    it('tells a lost connection from a close frame without a code', async () => {
      const lost = await startAccepting((socket) => socket.end(Buffer.from([0x81, 5, 0x61])));
      const first = new TestConnection(lost.url);
      const { problem, close } = await first.fail();
      assert.equal(problem?.code, 'connection-lost');
      assert.equal(close?.code, 1006);
      // The frame that the connection ended inside of is shown as far as it came.
      assert.equal(first.capture.frame(first.frameRows()[0]!)?.payloadReceived, 1);
      const empty = await startAccepting((socket) => {
        socket.write(Buffer.from([0x88, 0]));
        socket.on('data', () => socket.end());
      });
      const second = new TestConnection(empty.url);
      const facts = await second.fail();
      assert.equal(facts.problem, undefined);
      assert.deepEqual(facts.close, { code: 1005, reason: '' });
      assert.match(
        second.statusTexts().at(-1) ?? '',
        /Closed by the other end: no code given \(1005\)/,
      );
    });
  });

  describe('whose capture cannot be written as fast as it comes', () => {
    it('slows the other end down, says so, and loses nothing', async () => {
      const echo = await startEchoServer();
      const { state, capture } = slowStorage();
      const test = new TestConnection(`ws://127.0.0.1:${echo.port}/`, { capture });
      const accepted = echo.nextPeer();
      await test.open();
      const peer = await accepted;
      state.underPressure = true;
      test.connection.storageChanged();
      assert.equal(test.facts.slowedDown, true);
      const large = Buffer.alloc(32 * 1024 * 1024);
      const taken = new Promise((resolve) => {
        peer.send(large, resolve);
      });
      const heard = once(peer, 'message');
      await test.connection.send(textMessage('still sending'));
      await heard;
      assert.ok(peer.bufferedAmount > 0, 'the other end has to wait');
      assert.ok(capture.wireBytes.in < large.length / 2);
      state.underPressure = false;
      test.connection.storageChanged();
      assert.equal(test.facts.slowedDown, false);
      await taken;
      await test.until(() => capture.frames.in === 2);
      assert.equal(capture.wireBytes.in, large.length + 10 + 'still sending'.length + 2);
      test.connection.terminate();
      echo.close();
    });
  });
});
