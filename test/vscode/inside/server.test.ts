import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { runCommand } from './extension';

describe('Start and Stop Playground Server', () => {
  afterEach(() => runCommand('stopServer'));

  it('starts a server in a process of its own, which pushes unasked', async () => {
    const client = new WebSocket(await start());
    const [data] = (await once(client, 'message')) as [Buffer];
    const { me } = JSON.parse(data.toString()) as { me: { pid: number } };
    assert.notEqual(me.pid, process.pid);
    client.terminate();
  });

  it('starts one server, however often it is asked', async () => {
    assert.deepEqual(await Promise.all([start(), start()]), [await start(), await start()]);
  });

  it('stops it: connections close with 1001, going away', async () => {
    const client = new WebSocket(await start());
    await once(client, 'open');
    const closed = once(client, 'close');
    await runCommand('stopServer');
    assert.equal(((await closed) as [number])[0], 1001);
  });
});

async function start(): Promise<string> {
  return runCommand<string>('startServer');
}
