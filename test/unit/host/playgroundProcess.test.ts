import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { PlaygroundProcess } from '../../../src/host/playgroundProcess';
import { quietLog } from './quietLog';

const fakeServer = path.join(__dirname, 'fakeServer.entry.js');

describe('PlaygroundProcess', () => {
  let events: EventEmitter;
  let lost: number;
  let server: PlaygroundProcess;

  function prepare(file: string, port = 7000): void {
    events = new EventEmitter();
    lost = 0;
    server = new PlaygroundProcess({
      file,
      port: () => port,
      allowedOrigins: () => [],
      onChange: () => events.emit('change'),
      onLost: () => {
        lost++;
        events.emit('lost');
      },
      log: quietLog(),
    });
  }

  beforeEach(() => prepare(fakeServer));
  afterEach(() => server.stop());

  it('starts a process of its own and tells its facts', async () => {
    const facts = await server.start();
    assert.notEqual(facts.pid, process.pid);
    assert.equal(facts.url, 'ws://127.0.0.1:7000/');
    assert.deepEqual(server.facts, facts);
  });

  it('starts one process, however often it is asked', async () => {
    const [first, second] = await Promise.all([server.start(), server.start()]);
    assert.equal(first.pid, second.pid);
  });

  it('ends the process when it is stopped, and does not call it lost', async () => {
    const { pid } = await server.start();
    await server.stop();
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    assert.equal(server.facts, undefined);
    assert.equal(lost, 0);
  });

  it('starts a new process when it is asked while the old one stops', async () => {
    const first = await server.start();
    const stopped = server.stop();
    const second = await server.start();
    await stopped;
    assert.notEqual(second.pid, first.pid);
    assert.deepEqual(server.facts, second);
  });

  it('tells when the process has ended by itself, and starts a new one', async () => {
    const first = await server.start();
    const told = once(events, 'lost');
    process.kill(first.pid, 'SIGKILL');
    await told;
    assert.equal(server.facts, undefined);
    assert.notEqual((await server.start()).pid, first.pid);
  });

  it('says so when the process cannot start', async () => {
    prepare(path.join(__dirname, 'nowhere.js'));
    await assert.rejects(server.start(), { code: 'server-ended' });
    assert.equal(lost, 0);
  });

  it('says so when the process dies while it starts', async () => {
    prepare(fakeServer, 1);
    await assert.rejects(server.start(), { code: 'server-ended' });
    assert.equal(server.facts, undefined);
  });

  it('has nothing to stop before it was started', () => server.stop());
});
