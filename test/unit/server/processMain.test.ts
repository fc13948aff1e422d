import assert from 'node:assert/strict';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { ServerClientSide } from '../../../src/protocol/contracts';
import { Endpoint } from '../../../src/protocol/endpoint';
import { protocolVersion } from '../../../src/protocol/hello';
import type { ServerFacts } from '../../../src/protocol/serverProtocol';
import { childPort } from '../../../src/host/childPort';

/** The bundle that ships, made by `npm run build`. */
const serverFile = path.resolve('dist/server.js');

describe('the playground server process', function processes() {
  this.timeout(10_000);
  let child: ChildProcess;
  let endpoint: Endpoint<ServerClientSide>;
  let peers: ((count: number) => void) | undefined;

  beforeEach(() => {
    child = fork(serverFile, [], { serialization: 'advanced', execArgv: [] });
    endpoint = new Endpoint<ServerClientSide>({
      port: childPort(child),
      handlers: {},
      notices: { 'server/peers': ({ count }) => peers?.(count) },
    });
  });
  afterEach(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('says hello, starts, tells of its peers and stops', async () => {
    const hello = await endpoint.request('server/hello', { protocol: protocolVersion, build: '' });
    assert.equal(hello.protocol, protocolVersion);
    const { url, pid } = await endpoint.request('server/start', { port: 0 });
    assert.equal(pid, child.pid);
    const counted = new Promise<number>((resolve) => {
      peers = resolve;
    });
    const webSocket = new WebSocket(url);
    const [greeting] = (await once(webSocket, 'message')) as [Buffer];
    assert.equal(JSON.parse(greeting.toString()).me.pid, pid);
    assert.equal(await counted, 1);
    const closed = once(webSocket, 'close');
    await endpoint.request('server/stop', null);
    assert.equal(((await closed) as [number])[0], 1001);
  });

  it('ends when the channel closes', async () => {
    await endpoint.request('server/start', { port: 0 });
    child.disconnect();
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });

  it('ends when its parent is killed', async () => {
    const parent = spawn(
      process.execPath,
      [path.resolve('out/test/unit/server/parent.entry.js'), serverFile],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
    const { url, pid } = JSON.parse(line) as ServerFacts;
    assert.notEqual(pid, parent.pid);
    const webSocket = new WebSocket(url);
    await once(webSocket, 'open');
    const closed = once(webSocket, 'close');
    parent.kill('SIGKILL');
    // A socket that closes without a close frame is that of a process which has gone.
    assert.equal(((await closed) as [number])[0], 1006);
    // The system closes the sockets of a process one by one; the last one refuses.
    for (let code: string | undefined; code !== 'ECONNREFUSED';) {
      const [error] = (await once(new WebSocket(url), 'error')) as [NodeJS.ErrnoException];
      code = error.code;
    }
  });

  it('does not run unless it was forked', async () => {
    const alone = spawn(process.execPath, [serverFile], { stdio: ['ignore', 'ignore', 'pipe'] });
    const [code] = (await once(alone, 'exit')) as [number];
    assert.notEqual(code, 0);
  });
});
