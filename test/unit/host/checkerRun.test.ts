import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { startChecker } from '../../../src/host/checkerRun';
import type { CheckProgress } from '../../../src/protocol/checkerProtocol';
import { startStrictServer } from '../../support/peers/strictServer';
import { quietLog } from './quietLog';

const order = { confirmed: false, acceptUntrustedCertificate: false, secretNames: [] };

const start = (url: string, file = 'dist/checker.js') => {
  const told: CheckProgress[] = [];
  const log = quietLog();
  const run = startChecker({
    file: path.resolve(file),
    order: { ...order, url },
    onResult: (progress) => told.push(progress),
    log,
  });
  return { run, told, log };
};

/** The bundle that ships, in a thread of its own. */
describe('startChecker', function () {
  this.timeout(15_000);

  it('checks a server and tells of each result before the report', async () => {
    const server = await startStrictServer();
    const { run, told } = start(server.url);
    const { done, total } = await run.report;
    assert.deepEqual([told.length, done], [total, total]);
    await server.stop();
  });

  it('passes on why a server cannot be checked', async () => {
    const { run } = start('ws://192.0.2.1/');
    await assert.rejects(run.report, { code: 'not-confirmed' });
  });

  describe('with a server that never answers', () => {
    let silent: net.Server;
    let url: string;
    before(async () => {
      silent = net.createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      url = `ws://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    });
    after(() => silent.close());

    it('stops with a report', async () => {
      const asked = once(silent, 'connection');
      const { run } = start(url);
      await asked;
      run.stop();
      assert.equal((await run.report).done, 0);
    });

    it('ends at once, without one', async () => {
      const { run } = start(url);
      run.end();
      await assert.rejects(run.report, { code: 'checker-ended' });
    });
  });

  it('says that the thread could not start, and logs why', async () => {
    const { run, log } = start('ws://127.0.0.1:1/', 'dist/no-such-file.js');
    await assert.rejects(run.report, { code: 'checker-ended' });
    assert.match(log.lines.join('\n'), /The checker failed: Error\n/);
  });
});
