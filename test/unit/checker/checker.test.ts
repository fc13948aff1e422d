import assert from 'node:assert/strict';
import { Checker } from '../../../src/checker/checker';
import { protocolVersion } from '../../../src/protocol/hello';
import type { CheckOrder, CheckProgress } from '../../../src/protocol/checkerProtocol';
import { startStrictServer, type StrictServer } from '../../support/peers/strictServer';

const context = { signal: new AbortController().signal };
const usual = { confirmed: false, acceptUntrustedCertificate: false, secretNames: ['token'] };

describe('Checker', function () {
  this.timeout(15_000);

  let server: StrictServer;
  let told: CheckProgress[];
  let checker: Checker;
  let onTell: () => void;

  before(async () => {
    server = await startStrictServer();
  });
  after(() => server.stop());
  beforeEach(() => {
    told = [];
    onTell = () => undefined;
    checker = new Checker({
      build: 'b',
      tell: (progress) => {
        told.push(progress);
        onTell();
      },
    });
  });

  const run = async (order: Partial<CheckOrder>) =>
    checker.handlers['checker/run']({ url: server.url, ...usual, ...order }, context);

  it('says which build it is', () => {
    const hello = checker.handlers['checker/hello']({ protocol: 1, build: '' }, context);
    assert.deepEqual(hello, { protocol: protocolVersion, build: 'b' });
  });

  it('tells every result, and gives a report at the end', async () => {
    const report = await run({ url: `${server.url}?token=open` });
    assert.equal(told.length, report.total);
    assert.deepEqual([report.done, report.facts.length > 0], [report.total, true]);
    const orders = told.map(({ result }) => result.order);
    assert.deepEqual(new Set(orders), new Set(Array.from({ length: report.total }, (_, at) => at)));
    assert.ok(told.every(({ done, total }, index) => done === index + 1 && total === report.total));
    assert.match(report.markdown, /^# WebSocket conformance of .*token=/);
    assert.ok(!JSON.stringify([told, report]).includes('token=open'), 'no secret is told');
  });

  it('stops with what is known so far', async () => {
    onTell = () => void checker.handlers['checker/stop'](null, context);
    const report = await run({});
    assert.equal(report.done, told.length);
    assert.ok(report.done < report.total);
    assert.match(report.markdown, /It was stopped after/);
  });

  for (const [url, code] of [
    ['localhost', 'bad-address'],
    ['ws://192.0.2.1/', 'not-confirmed'],
    ['ws://127.0.0.1:1/', 'cannot-connect'],
  ] as const) {
    it(`fails with ${code} for ${url}`, async () => {
      await assert.rejects(run({ url }), { name: 'RequestError', code });
    });
  }
});
