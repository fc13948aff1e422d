import assert from 'node:assert/strict';
import type { CheckResult } from '../../../src/conformance/conformanceReport';
import {
  CannotCheck,
  runConformance,
  type ConformanceOptions,
} from '../../../src/conformance/conformanceRun';
import { httpAnswer, startBadServer } from '../../support/peers/badServer';
import { startStrictServer, type StrictServer } from '../../support/peers/strictServer';

const usual = { confirmed: false, acceptUntrustedCertificate: false, secretNames: [] };

function cannot(
  options: Partial<ConformanceOptions> & { url: string },
  code: string,
  says: RegExp,
) {
  return assert.rejects(runConformance({ ...usual, ...options }), (error) => {
    assert.ok(error instanceof CannotCheck);
    assert.equal(error.code, code);
    assert.match(error.message, says);
    return true;
  });
}

describe('conformanceRun', () => {
  describe('with a server', () => {
    let server: StrictServer;
    before(async () => {
      server = await startStrictServer();
    });
    after(() => server.stop());

    it('gives the results in the order of the table and tells of each', async () => {
      const only = ['ping-text', 'handshake-usual', 'close-1000'];
      const told: string[] = [];
      const progress: string[] = [];
      const report = await runConformance({
        ...usual,
        url: server.url,
        only,
        onResult: ({ id }, { done, total }) => {
          told.push(id);
          progress.push(`${done}/${total}`);
        },
      });
      assert.deepEqual(
        report.results.map(({ id }) => id),
        ['handshake-usual', 'ping-text', 'close-1000'],
      );
      assert.equal(report.asked, 3);
      assert.equal(report.url, server.url);
      assert.deepEqual(progress, ['1/3', '2/3', '3/3']);
      assert.deepEqual(new Set(told), new Set(only));
      const [, ping] = report.results;
      assert.equal(ping?.chapter, 'Pings, pongs and control frames');
      assert.deepEqual(
        ping.steps.map(({ from, text }) => `${from}: ${text}`),
        ['client: ping, 5 bytes', 'server: pong, 5 bytes'],
      );
    });

    it('stops when told to, with the results that are there', async () => {
      const stop = new AbortController();
      const told: CheckResult[] = [];
      const report = await runConformance({
        ...usual,
        url: server.url,
        signal: stop.signal,
        onResult: (result) => {
          told.push(result);
          if (told.length === 10) stop.abort();
        },
      });
      assert.equal(told.length, 10);
      assert.equal(report.results.length, 10);
      assert.ok(report.asked > 60);
      assert.ok(report.results.every(({ verdict }) => verdict === 'pass'));
    });

    it('plays nothing when it is stopped while it finds out about the server', async () => {
      const stop = new AbortController();
      const slow = await startBadServer(() => stop.abort());
      const report = await runConformance({ ...usual, url: slow.url, signal: stop.signal });
      assert.deepEqual(report.results, []);
      await slow.stop();
    });

    it('knows its checks', async () => {
      await cannot({ url: server.url, only: ['no-such'] }, 'unknown-check', /no check "no-such"/);
    });

    it('never shows a secret', async () => {
      const url = server.url.replace('//', '//me:sesame@').concat('?token=open');
      const report = await runConformance({
        ...usual,
        url,
        secretNames: ['token'],
        only: ['handshake-usual'],
      });
      const authorization = Buffer.from('me:sesame').toString('base64');
      const shown = JSON.stringify(report);
      for (const secret of ['sesame', 'token=open', authorization]) {
        assert.ok(!shown.includes(secret), secret);
      }
      assert.match(shown, /Authorization: \*+/);
      assert.match(report.url, /\/\/\*\*:\*{6}@.*token=\*{4}$/);
    });
  });

  it('says what is wrong with an address', async () => {
    await cannot({ url: 'http://localhost/' }, 'bad-address', /Write ws:\/\/ instead/);
  });

  it('gives up connecting when it is stopped', async () => {
    const stop = new AbortController();
    const running = runConformance({
      ...usual,
      url: 'ws://127.0.0.1:9/?token=open',
      secretNames: ['token'],
      signal: stop.signal,
    });
    stop.abort();
    const { url, results, asked } = await running;
    assert.deepEqual([url, results], ['ws://127.0.0.1:9/?token=****', []]);
    assert.ok(asked > 60);
  });

  it('asks before it goes to another machine, and does not connect', async () => {
    await cannot({ url: 'ws://192.0.2.1/' }, 'not-confirmed', /192\.0\.2\.1 is not this machine/);
  });

  it('says that it cannot connect', async () => {
    const gone = await startStrictServer();
    await gone.stop();
    await cannot({ url: gone.url }, 'cannot-connect', /127\.0\.0\.1:\d+ refused the connection/);
    await cannot({ url: 'ws://no-such-host.invalid/' }, 'cannot-connect', /host .* is not known/);
  });

  it('says that the server opens no WebSocket, without what it was told in secret', async () => {
    const server = await startBadServer((socket, head) => {
      const [, token = ''] = /Authorization: Basic (\S+)/.exec(head) ?? [];
      socket.end(httpAnswer(`403 ${token} is wrong`, ''));
    });
    const url = server.url.replace('//', '//me:sesame@');
    await cannot(
      { url },
      'cannot-connect',
      /answered "403 \*+ is wrong" instead.*Check the address/,
    );
    await server.stop();
  });

  it('fails a check if the server’s own frames break a rule, whatever was asked', async () => {
    const server = await startStrictServer(['frames-masked']);
    const { results } = await runConformance({
      ...usual,
      url: server.url,
      only: ['handshake-usual', 'length-text-1'],
    });
    assert.deepEqual(
      results.map(({ verdict }) => verdict),
      ['pass', 'fail'],
    );
    assert.match(results[1]!.reason, /^What it sent breaks RFC 6455 §5\.1: A server must not mask/);
    await server.stop();
  });
});
