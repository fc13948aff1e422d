import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { usage } from '../../../src/cli/usage';
import { version } from '../../../package.json';

/** The program as it ships, in a process of its own; standard input is open and silent. */
function start(words: readonly string[], program = 'dist/cli.js') {
  const child = spawn(process.execPath, [program, ...words]);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  }
  const lines = createInterface(child.stdout);
  return {
    child,
    firstLine: once(lines, 'line'),
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, ...output })),
  };
}

describe('cliMain', function () {
  this.timeout(20_000);
  let server: WebSocketServer;
  let url: string;

  before(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    server.on('connection', (peer) => {
      peer.on('error', () => {});
      peer.on('message', (data: Buffer, binary) => peer.send(data, { binary }));
    });
    await once(server, 'listening');
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  after(() => {
    for (const peer of server.clients) peer.terminate();
    server.close();
  });

  it('says its version and how it is used', async () => {
    const [told, helped] = await Promise.all(
      ['--version', '--help'].map((word) => start([word]).ended),
    );
    assert.deepEqual(told, { code: 0, stdout: `${version}\n`, stderr: '' });
    assert.deepEqual(helped, { code: 0, stdout: usage, stderr: '' });
  });

  for (const [words, code, says] of [
    [[], 2, /A command is missing.* --help tells more\.\n$/],
    [['connect', 'ws://127.0.0.1:1', '--nope'], 2, /Unknown option/],
    [['connect', 'localhost'], 2, /does not say ws:/],
    [['connect', 'ws://127.0.0.1:1', '--ndjson'], 1, /refused/],
    [['check', 'ws://127.0.0.1:1'], 1, /refused/],
    [['check', 'ws://127.0.0.1:1', '--only', 'nope'], 2, /no check "nope"/],
    [['read', 'no/such/capture', '--ndjson'], 1, /no\/such\/capture: .*capture\.json/],
  ] as const) {
    it(`ends with ${code} for "${words.join(' ')}"`, async () => {
      const { code: ended, stdout, stderr } = await start(words).ended;
      assert.equal(ended, code);
      assert.match(stderr, says);
      assert.match(
        stdout,
        code === 1 && words[0] === 'connect' ? /^\{"type":"close".*\}\n$/ : /^$/,
      );
    });
  }

  it('ends by itself although its standard input does not', async () => {
    const words = ['connect', url, '--send', 'hi', '--count', '1', '--ndjson'];
    const { code, stdout, stderr } = await start(words).ended;
    assert.deepEqual([code, stderr], [0, '']);
    const types = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type);
    assert.deepEqual(types, ['open', 'frame', 'frame', 'frame', 'frame', 'close']);
  });

  it('closes the connection when it is interrupted', async () => {
    const { child, firstLine, ended } = start(['connect', url, '--ndjson']);
    await firstLine;
    const [peer = assert.fail()] = [...server.clients].slice(-1);
    const closed = once(peer, 'close');
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    assert.deepEqual([code, (await closed)[0]], [0, 1000]);
    assert.match(stdout, /"type":"close","code":1000,"reason":"","by":"local","clean":true\}\n$/);
  });

  it('closes the connection when the reader of its output goes away', async () => {
    const { child, firstLine, ended } = start(['connect', url, '--echo', '--ndjson']);
    await firstLine;
    const [peer = assert.fail()] = [...server.clients].slice(-1);
    child.stdout.destroy();
    const closed = once(peer, 'close');
    peer.send('x');
    assert.equal((await closed)[0], 1000);
    const { code, stderr } = await ended;
    assert.deepEqual([code, stderr], [0, '']);
  });

  it('ends with a report when it is interrupted while it checks', async () => {
    const { child, ended } = start(['check', url, '--answer-time', '30']);
    await once(server, 'connection');
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    assert.equal(code, 1);
    assert.match(stdout, /Stopped after \d+ of \d+\. /);
    assert.match(stderr, /Stopped after \d+ of \d+ checks\.\n$/);
  });

  it('runs as a script of npm with nothing else on standard output', async () => {
    const words = ['connect', url, '--send', 'hi', '--count', '1', '--ndjson'];
    const { code, stdout, stderr } = await start(words, 'scripts/cli.mjs').ended;
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(stdout.split('\n').length, 7);
    assert.equal((await start(['connect'], 'scripts/cli.mjs').ended).code, 2);
  });
});
