import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findPeerProcess, thisProcess } from '../../../src/session/peerProcess';
import { localAddress, remoteAddress } from '../../../src/session/socketAddress';

const listen = `
  const server = require('node:net').createServer((socket) => socket.write('accepted'));
  server.listen(0, process.argv[1], () => console.log(server.address().port));
`;

describe('findPeerProcess', () => {
  const here = { address: '192.0.2.1', port: 1, family: 'IPv4' } as const;

  it('does not look for what is on another system', async () => {
    assert.deepEqual(
      await findPeerProcess(here, { address: '198.51.100.7', port: 80, family: 'IPv4' }),
      { process: undefined, processUnknown: 'On another system.' },
    );
  });

  describe('on Linux', function onLinux() {
    // A process has to start for each test.
    this.timeout(10_000);

    before(function skipElsewhere() {
      if (process.platform !== 'linux') this.skip();
    });

    // An IPv4 connection to a server on `::` stands in the system's table for IPv6.
    for (const [listenOn, dial] of [
      ['127.0.0.1', '127.0.0.1'],
      ['::', '127.0.0.1'],
      ['::1', '::1'],
    ] as const) {
      it(`finds the process behind ${dial} that listens on ${listenOn}`, async () => {
        const child = spawn(process.execPath, ['-e', listen, listenOn], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
        const socket = net.connect(Number(line), dial);
        await once(socket, 'data');
        const [mine, theirs] = [localAddress(socket), remoteAddress(socket)];
        assert.ok(mine && theirs);
        assert.deepEqual(await findPeerProcess(mine, theirs), {
          process: { pid: child.pid, name: path.basename(process.execPath) },
          processUnknown: undefined,
        });
        socket.destroy();
        child.kill();
        await once(child, 'exit');
      });
    }

    it('says so when the system lists no such socket', async () => {
      const server = net.createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const there = { address: '127.0.0.1', port, family: 'IPv4' } as const;
      const found = await findPeerProcess({ ...there, port: 1 }, there);
      assert.match(found.processUnknown ?? '', /Not on this system/);
      server.close();
    });
  });
});

describe('thisProcess', () => {
  it('is the process that runs this', () => {
    assert.deepEqual(thisProcess(), { pid: process.pid, name: path.basename(process.execPath) });
  });
});
