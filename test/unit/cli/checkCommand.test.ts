import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCheck } from '../../../src/cli/checkCommand';
import type { CheckOrder } from '../../../src/cli/commandLine';
import { startStrictServer, type Fault, type StrictServer } from '../../support/peers/strictServer';
import { TestTerminal } from './support/testTerminal';

const usual: Omit<CheckOrder, 'url'> = {
  only: ['handshake-usual', 'ping-text'],
  markdown: undefined,
  remote: false,
  insecure: false,
  timeout: undefined,
  answerTime: undefined,
  ndjson: false,
};

describe('runCheck', () => {
  let server: StrictServer | undefined;
  let folder: string;
  let terminal: TestTerminal;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'check-'));
  });
  after(() => rm(folder, { recursive: true }));
  beforeEach(() => {
    terminal = new TestTerminal();
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  async function check(change: Partial<CheckOrder> = {}, faults: readonly Fault[] = []) {
    server = await startStrictServer(faults);
    return runCheck({ ...usual, url: server.url, ...change }, terminal);
  }

  it('ends with 0 and a report when no check fails', async () => {
    assert.equal(await check(), 0);
    assert.match(terminal.output.text, /2 checks in .* s: 2 pass, 0 fail, 0 unclear\n$/);
    assert.equal(terminal.errors.text, '');
  });

  it('ends with 1 when a check fails, and names it', async () => {
    assert.equal(await check({ answerTime: 0.2 }, ['no-pong']), 1);
    assert.match(terminal.output.text, /^ {2}fail +ping-text .*within 0\.2 s/m);
  });

  it('ends with 0 for what is unclear, and tells of it', async () => {
    const only = ['close-1012'];
    assert.equal(await check({ only }, ['close-taken-for-error']), 0);
    assert.match(terminal.output.text, /^ {2}unclear +close-1012 /m);
    assert.match(terminal.output.text, /0 pass, 0 fail, 1 unclear\n$/);
  });

  it('prints JSON lines and writes Markdown', async () => {
    const markdown = path.join(folder, 'report.md');
    assert.equal(await check({ ndjson: true, markdown }), 0);
    const types = terminal.lines.map((line) => (JSON.parse(line) as { type: string }).type);
    assert.deepEqual(types, ['check', 'check', 'summary']);
    assert.match(await readFile(markdown, 'utf8'), /^# WebSocket conformance of ws/);
  });

  it('ends with 1 when the Markdown cannot be written, with the report all the same', async () => {
    const markdown = path.join(folder, 'no', 'report.md');
    assert.equal(await check({ markdown }), 1);
    assert.match(terminal.output.text, /2 pass/);
    assert.match(terminal.errors.text, /was not written to ".*report\.md": ENOENT/);
  });

  it('says how far it is, in a terminal only, and takes that away', async () => {
    Object.assign(terminal.errors, { isTTY: true });
    assert.equal(await check(), 0);
    assert.ok(terminal.errors.text.endsWith('2 of 2 checks\r\u001b[K'));
  });

  it('ends with 2 for an address that is none', async () => {
    assert.equal(await runCheck({ ...usual, url: 'localhost' }, terminal), 2);
    assert.match(terminal.errors.text, /does not say ws:/);
  });

  it('ends with 2 for a check that there is not', async () => {
    assert.equal(await check({ only: ['nope'] }), 2);
    assert.match(terminal.errors.text, /no check "nope"/);
  });

  it('ends with 1 when the server cannot be reached', async () => {
    assert.equal(await runCheck({ ...usual, url: 'ws://127.0.0.1:1/' }, terminal), 1);
    assert.match(terminal.errors.text, /refused/);
    assert.equal(terminal.output.text, '');
  });

  /** An address for documentation (RFC 5737): nothing is ever sent there. */
  const remote = { ...usual, url: 'ws://192.0.2.1/' };

  it('refuses another machine where nobody can be asked, and names the option', async () => {
    assert.equal(await runCheck(remote, terminal), 2);
    assert.match(terminal.errors.text, /192\.0\.2\.1 is not this machine.*\n.*--remote/);
  });

  it('asks before it goes to another machine, and takes a no', async () => {
    Object.assign(terminal.interactive().errors, { isTTY: true });
    const ended = runCheck(remote, terminal);
    await once(terminal.errors, 'text');
    terminal.input.write('n\n');
    assert.equal(await ended, 1);
    assert.match(terminal.errors.text, /Check it\? \(y\/N\)/);
    assert.ok(terminal.errors.text.endsWith('Nothing was checked.\n'));
    assert.equal(terminal.errors.text.split('is not this machine').length, 2);
  });

  it('ends with 3 when the time limit is reached before there is an answer', async () => {
    Object.assign(terminal.interactive().errors, { isTTY: true });
    assert.equal(await runCheck({ ...remote, timeout: 0.05 }, terminal), 3);
    assert.match(terminal.errors.text, /\(y\/N\) .*\r\n.*limit of 0\.05 s was reached\.\n$/s);
    assert.equal(terminal.errors.text.split('is not this machine').length, 2);
  });

  it('goes there after a yes, and stops while it connects', async () => {
    Object.assign(terminal.interactive().errors, { isTTY: true });
    const ended = runCheck({ ...remote, timeout: 0.3 }, terminal);
    await once(terminal.errors, 'text');
    terminal.input.write('y\n');
    // A machine without a network says so at once, which ends it too.
    assert.ok([1, 3].includes(await ended));
  });

  it('ends with 3 when the time limit is reached, with what is known so far', async () => {
    const silent = net.createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `ws://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    assert.equal(await runCheck({ ...usual, url, timeout: 0.1 }, terminal), 3);
    assert.match(terminal.output.text, /Stopped after 0 of 2\. /);
    assert.match(terminal.errors.text, /time limit of 0\.1 s was reached/);
    silent.close();
  });

  it('ends with 1 when it is interrupted', async () => {
    server = await startStrictServer();
    const ended = runCheck({ ...usual, url: server.url }, terminal);
    terminal.interrupt();
    assert.equal(await ended, 1);
    assert.match(terminal.errors.text, /Stopped after 0 of 2 checks/);
  });
});
