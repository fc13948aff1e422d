import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import { readCommandLine } from '../../../src/cli/commandLine';
import { runConnect } from '../../../src/cli/connectCommand';
import { runRead } from '../../../src/cli/readCommand';
import { makeCertificate } from '../../support/certificates';
import { acceptHandshake, startBadServer } from '../../support/peers/badServer';
import { temporaryFolder } from '../capture/support/temporaryFolder';
import { TestTerminal } from './support/testTerminal';

const root = temporaryFolder();

/** A line of the output. */
interface Line {
  readonly type: string;
  readonly dir: string;
  readonly us: number;
  readonly opcode: number;
  readonly message?: { readonly text?: string; readonly base64?: string };
  readonly findings: readonly { readonly code: string }[];
  readonly [key: string]: unknown;
}

function run(words: readonly string[], terminal = new TestTerminal()) {
  const order = readCommandLine(['connect', ...words]);
  if (order.kind !== 'connect') assert.fail(JSON.stringify(order));
  return { terminal, ended: runConnect(order, terminal, 'test') };
}

function linesOf({ lines }: TestTerminal): Line[] {
  return lines.map((line) => JSON.parse(line) as Line);
}

const neverOpen = { type: 'close', code: 1006, reason: '', by: 'none', clean: false };

describe('runConnect', () => {
  let server: WebSocketServer;
  let url: string;
  let peers: WebSocket[];

  async function listen(options: ServerOptions = {}): Promise<void> {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...options });
    peers = [];
    server.on('connection', (peer) => {
      peers.push(peer);
      peer.on('error', () => {});
      peer.on('message', (data: Buffer, binary) => {
        if (String(data) === 'close') peer.close(4001, 'bye');
        else peer.send(data, { binary });
      });
    });
    await once(server, 'listening');
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  beforeEach(() => listen());
  afterEach(() => {
    for (const peer of server.clients) peer.terminate();
    server.close();
  });

  it('prints what opened, every frame, and how it closed', async () => {
    let seen: AddressInfo | undefined;
    server.on('connection', (_peer, { socket }) => {
      seen = { address: socket.remoteAddress!, port: socket.remotePort!, family: 'IPv4' };
    });
    const sent = ['--send', 'grüße', '--send-hex', '00ff', '--ping', '--send', 'close'];
    const { terminal, ended } = run([url, ...sent, '--ndjson']);
    assert.equal(await ended, 0);
    const [open, ...rest] = linesOf(terminal);
    const close = rest.pop();
    assert.equal(open?.type, 'open');
    assert.deepEqual(open['local'], seen);
    const { port } = server.address() as AddressInfo;
    assert.deepEqual(open['remote'], { address: '127.0.0.1', port, family: 'IPv4' });
    assert.match(String(open['request']), /^GET \/ HTTP\/1\.1\r\n[^]*\r\n\r\n$/);
    assert.match(String(open['response']), /^HTTP\/1\.1 101 [^]*\r\n\r\n$/);
    assert.deepEqual([open['subprotocol'], open['extensions']], ['', '']);
    const kinds = (dir: string) =>
      rest.filter((line) => line.dir === dir).map(({ opcode }) => opcode);
    assert.deepEqual(kinds('out'), [1, 2, 9, 1, 8]);
    assert.deepEqual(new Set(kinds('in')), new Set([1, 2, 10, 8]));
    const received = rest.filter(({ dir }) => dir === 'in').flatMap(({ message }) => message ?? []);
    assert.deepEqual(
      received.map(({ text, base64 }) => text ?? base64),
      ['grüße', 'AP8='],
    );
    const times = rest.map(({ us }) => us);
    assert.ok(times.every((us) => Number.isInteger(us) && us >= 0));
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
    assert.deepEqual(close, {
      type: 'close',
      code: 4001,
      reason: 'bye',
      by: 'remote',
      clean: true,
    });
    assert.equal(terminal.errors.text, '');
  });

  it('echoes, and closes with 1000 after as many messages as wanted', async () => {
    server.removeAllListeners('connection');
    const heard: string[] = [];
    server.on('connection', (peer) => {
      peer.on('message', (data: Buffer) => heard.push(String(data)));
      for (const text of ['one', 'two', 'three']) peer.send(text);
    });
    const { terminal, ended } = run([url, '--echo', '--count', '2', '--ndjson']);
    assert.equal(await ended, 0);
    assert.deepEqual(heard, ['one', 'two']);
    const { code, by, clean } = linesOf(terminal).at(-1) ?? assert.fail();
    assert.deepEqual([code, by, clean], [1000, 'local', true]);
  });

  it('keeps a capture that is printed again in the same form, secrets masked', async () => {
    const capture = path.join(root, 'kept');
    const secret = url.replace('ws://', 'ws://user:word@');
    const talk = ['--send', 'hello', '--count', '1'];
    const { terminal, ended } = run([secret, ...talk, '--capture', capture, '--ndjson']);
    assert.equal(await ended, 0);
    const again = new TestTerminal();
    assert.equal(await runRead({ file: capture, ndjson: true }, again), 0);
    assert.equal(again.output.text, terminal.output.text);
    assert.equal(again.errors.text, '');
    for (const text of [
      terminal.output.text,
      readFileSync(path.join(capture, 'journal'), 'utf8'),
    ]) {
      assert.ok(!text.includes('word') && !text.includes('dXNlcjp3b3Jk'));
    }
  });

  it('offers no compression if told so', async () => {
    server.close();
    await listen({ perMessageDeflate: true });
    for (const [words, extensions] of [
      [[], 'permessage-deflate'],
      [['--no-deflate'], ''],
    ] as const) {
      const { terminal, ended } = run([url, '--send', 'close', '--ndjson', ...words]);
      assert.equal(await ended, 0);
      assert.equal(linesOf(terminal)[0]?.['extensions'], extensions);
    }
  });

  it('asks for subprotocols and sends header fields', async () => {
    let headers: NodeJS.Dict<string | string[]> = {};
    server.on('headers', (_fields, request) => (headers = request.headers));
    const words = ['--subprotocol', 'b', '--subprotocol', 'a', '--header', 'X-Mine: 1:2'];
    const { terminal, ended } = run([url, ...words, '--send', 'close', '--ndjson']);
    assert.equal(await ended, 0);
    assert.equal(linesOf(terminal)[0]?.['subprotocol'], 'b');
    assert.deepEqual([headers['sec-websocket-protocol'], headers['x-mine']], ['b,a', '1:2']);
  });

  it('ends with 1 and a close line when it was refused', async () => {
    server.close();
    await once(server, 'close');
    const { terminal, ended } = run([url, '--ndjson']);
    assert.equal(await ended, 1);
    assert.deepEqual(linesOf(terminal), [neverOpen]);
    assert.match(terminal.errors.text, /refused the connection\. Check/);
  });

  it('ends with 1, the faulty frame and the rule when the other end breaks the protocol', async () => {
    const bad = await startBadServer((socket, head) => {
      acceptHandshake(socket, head);
      socket.write(Buffer.from('8300', 'hex'));
      socket.once('data', () => socket.end(Buffer.from('880203ea', 'hex')));
    });
    const { terminal, ended } = run([bad.url, '--ndjson']);
    assert.equal(await ended, 1);
    await bad.stop();
    const lines = linesOf(terminal);
    assert.deepEqual(
      lines.filter(({ dir }) => dir === 'in').map(({ findings }) => findings[0]?.code),
      ['reserved-opcode', undefined],
    );
    assert.deepEqual(lines.at(-1), { ...neverOpen, by: 'local' });
    assert.match(terminal.errors.text, /broke the protocol: .*\(RFC 6455 §5\.2/);
  });

  it('ends with 1 when the connection is lost', async () => {
    const { terminal, ended } = run([url, '--ndjson']);
    await once(server, 'connection');
    peers[0]?.terminate();
    assert.equal(await ended, 1);
    assert.deepEqual(linesOf(terminal).at(-1), neverOpen);
    assert.match(terminal.errors.text, /lost/);
  });

  for (const words of [
    ['http://localhost/'],
    ['ws://localhost:8080', '--header', 'Upgrade: x'],
    ['ws://localhost:8080', '--header', 'X: 1', '--header', 'x: 2'],
    ['ws://localhost:8080', '--subprotocol', 'a b'],
    ['ws://localhost:8080', '--capture', root],
  ]) {
    it(`ends with 2, a sentence and no line for ${words.join(' ')}`, async () => {
      const { terminal, ended } = run([...words, '--ndjson']);
      assert.equal(await ended, 2);
      assert.equal(terminal.output.text, '');
      assert.match(terminal.errors.text, /^socket-playground: .*\. .*\.\n$/);
    });
  }

  it('ends with 1 before it dials when the capture cannot be written', async () => {
    const file = path.join(root, 'a file');
    writeFileSync(file, '');
    const { terminal, ended } = run([url, '--capture', path.join(file, 'x'), '--ndjson']);
    assert.equal(await ended, 1);
    assert.match(terminal.errors.text, /cannot be written to/);
    assert.equal(terminal.output.text, '');
    assert.ok(!existsSync(path.join(file, 'x')));
  });

  it('ends with 3 at the time limit, closing an open connection properly', async () => {
    const closed = once(server, 'connection').then(([peer]) => once(peer as WebSocket, 'close'));
    const { terminal, ended } = run([url, '--timeout', '0.2', '--ndjson']);
    assert.equal(await ended, 3);
    assert.equal((await closed)[0], 1000);
    const { code, by, clean } = linesOf(terminal).at(-1) ?? assert.fail();
    assert.deepEqual([code, by, clean], [1000, 'local', true]);
    assert.match(terminal.errors.text, /time limit of 0\.2 s was reached/);
  });

  it('ends with 3 at the time limit when the other end never answers', async () => {
    const silent = await startBadServer(() => undefined);
    const { terminal, ended } = run([silent.url, '--timeout', '0.2', '--ndjson']);
    assert.equal(await ended, 3);
    await silent.stop();
    assert.deepEqual(linesOf(terminal), [neverOpen]);
  });

  it('closes when interrupted, and cuts when interrupted again', async () => {
    const deaf = await startBadServer((socket, head) => acceptHandshake(socket, head));
    for (const [address, times, code, by] of [
      [url, 1, 0, 'local'],
      [deaf.url, 2, 1, 'local'],
    ] as const) {
      const terminal = new TestTerminal();
      const { ended } = run([address, '--ndjson'], terminal);
      await once(terminal.output, 'text');
      terminal.interrupt();
      if (times === 2) {
        while (!terminal.output.text.includes('"opcode":8')) await once(terminal.output, 'text');
        terminal.interrupt();
      }
      assert.equal(await ended, code);
      assert.equal(linesOf(terminal).at(-1)?.['by'], by);
    }
    await deaf.stop();
  });

  it('closes when nobody reads any more', async () => {
    const terminal = new TestTerminal();
    terminal.output._write = (_chunk, _encoding, callback: (error?: Error) => void) =>
      callback(new Error('write EPIPE'));
    const closed = once(server, 'connection').then(([peer]) => once(peer as WebSocket, 'close'));
    const { ended } = run([url, '--ndjson'], terminal);
    assert.equal(await ended, 0);
    assert.equal((await closed)[0], 1000);
  });

  it('sends the lines of standard input', async () => {
    const terminal = new TestTerminal();
    terminal.input.end('one\n/ping\n');
    const { ended } = run([url, '--count', '2', '--ndjson'], terminal);
    assert.equal(await ended, 0);
    assert.deepEqual(
      linesOf(terminal).flatMap(({ dir, message }) => (dir === 'out' ? (message?.text ?? []) : [])),
      ['one', '/ping'],
    );
  });

  it('loses nothing to a slow reader', async function () {
    this.timeout(20_000);
    const count = 5_000;
    server.removeAllListeners('connection');
    server.on('connection', (peer) => {
      for (let sent = 0; sent < count; sent++) peer.send(Buffer.alloc(10_000, sent));
      peer.close(1000);
    });
    const terminal = new TestTerminal();
    let printed = 0;
    terminal.output._write = (chunk: Buffer, _encoding, callback: () => void) => {
      printed += chunk.toString('latin1').match(/"type":"frame"/g)?.length ?? 0;
      setImmediate(callback);
    };
    assert.equal(await run([url, '--ndjson'], terminal).ended, 0);
    assert.equal(printed, count + 2);
  });

  it('prints lines for people, with what is wrong below a frame', async () => {
    const bad = await startBadServer((socket, head) => {
      acceptHandshake(socket, head);
      socket.write(Buffer.from('810568656c6c6f8300', 'hex'));
      socket.on('data', () => socket.end());
    });
    const { terminal, ended } = run([bad.url]);
    assert.equal(await ended, 1);
    await bad.stop();
    const lines = terminal.lines.map((line) => line.slice(12));
    assert.match(lines[0] ?? '', /^● Connecting to ws:/);
    assert.match(lines[1] ?? '', /^● Open: 127\.0\.0\.1:\d+ → 127\.0\.0\.1:\d+$/);
    assert.match(lines[2] ?? '', /^↓ text +5 B {2}hello$/);
    assert.match(lines[3] ?? '', /^↓ opcode 0x3 +0 B$/);
    assert.match(lines[4] ?? '', /^✗ Opcodes .* are reserved.*\(RFC 6455 §5\.2\)$/);
    assert.ok(lines.some((line) => line.startsWith('✗ The other end broke the protocol')));
    assert.equal(terminal.errors.text, '', 'the lines say it already');
  });

  it('talks at a prompt', async () => {
    const terminal = new TestTerminal().interactive();
    const { ended } = run([url], terminal);
    const [peer] = (await once(server, 'connection')) as [WebSocket];
    terminal.input.write('hello\r/close 4000 done\r');
    const [code, reason] = (await once(peer, 'close')) as [number, Buffer];
    assert.deepEqual([code, String(reason)], [4000, 'done']);
    assert.equal(await ended, 0);
    assert.match(terminal.output.text, /↑ text +5 B {2}hello/);
    assert.match(terminal.output.text, /● Closed by this end: 4000 Private use, "done"\n$/);
  });

  it('says how to go on without a trusted certificate, and does when told', async () => {
    const files = await makeCertificate();
    const [key, cert] = [readFileSync(files.key), readFileSync(files.certificate)];
    await files.remove();
    const https = createHttpsServer({ key, cert }).listen(0, '127.0.0.1');
    await once(https, 'listening');
    const secure = new WebSocketServer({ server: https });
    secure.on('connection', (peer) => peer.close(1000));
    const address = `wss://127.0.0.1:${(https.address() as AddressInfo).port}/`;
    const refused = run([address, '--ndjson']);
    assert.equal(await refused.ended, 1);
    assert.match(refused.terminal.errors.text, /signed by itself[^]*--insecure/);
    assert.equal(await run([address, '--insecure', '--ndjson']).ended, 0);
    https.close();
  });

  it('names its own options where a limit strikes', async () => {
    server.on('connection', (peer) => peer.send(Buffer.alloc(2_000_000)));
    const { terminal, ended } = run([url, '--max-message', '1', '--ndjson']);
    assert.equal(await ended, 1);
    assert.match(terminal.errors.text, /the limit of 1 MB.*raise the limit with --max-message\./);
  });
});
