import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { build } from '../../../src/host/build';
import { CheckPanel, type CheckPanelServices } from '../../../src/host/checkPanel';
import { messagePort } from '../../../src/inspector/messagePort';
import type { CheckOrder, CheckProgress, CheckReport } from '../../../src/protocol/checkerProtocol';
import type { CheckSnapshot } from '../../../src/protocol/checkPanelProtocol';
import type { CheckPanelSide } from '../../../src/protocol/contracts';
import { Endpoint } from '../../../src/protocol/endpoint';
import { protocolVersion } from '../../../src/protocol/hello';
import { RequestError } from '../../../src/protocol/requestError';
import { quietLog } from './quietLog';

const address = { url: 'ws://me:sesame@127.0.0.1/', masked: 'ws://**:******@127.0.0.1/' };

const report: CheckReport = {
  facts: 'It answers pings.',
  done: 2,
  total: 2,
  durationMs: 7,
  markdown: '# All is well',
};

function progress(done: number): CheckProgress {
  const result = {
    order: done,
    chapter: 'Pings',
    id: `check-${done}`,
    title: 'A ping',
    section: 'RFC 6455 §5.5.2',
    level: 'MUST',
    wants: 'Answer it.',
    verdict: 'pass',
    reason: 'It did.',
    steps: [],
    stepsOmitted: 0,
    ms: 1,
  } as const;
  return { result, done, total: 2 };
}

/** One run that the test decides about. */
interface TestRun {
  readonly order: CheckOrder;
  readonly tell: (progress: CheckProgress) => void;
  readonly resolve: (report: CheckReport) => void;
  readonly reject: (error: Error) => void;
  stopped: boolean;
  ended: boolean;
}

/** A panel with a document and a checker of the test's own. */
class Setup {
  readonly runs: TestRun[] = [];
  readonly asked: string[] = [];
  readonly reports: string[] = [];
  readonly told: CheckSnapshot[] = [];
  readonly log = quietLog();
  answer = true;
  close: () => void = () => undefined;
  readonly panel: CheckPanel;
  readonly document: Endpoint<CheckPanelSide>;
  private readonly channel = new MessageChannel();

  constructor() {
    const services: CheckPanelServices = {
      startChecker: (order, tell) => this.startChecker(order, tell),
      secretNames: () => ['token'],
      confirm: (sentence) => {
        this.asked.push(sentence);
        return Promise.resolve(this.answer);
      },
      showReport: (markdown) => Promise.resolve(this.reports.push(markdown)),
      log: this.log,
    };
    const window = {
      port: messagePort(this.channel.port1),
      load: () => undefined,
      onDidDispose: (listener: () => void) => (this.close = listener),
    };
    this.panel = new CheckPanel({ window, address, services });
    this.document = new Endpoint<CheckPanelSide>({
      port: messagePort(this.channel.port2),
      handlers: {},
      notices: { 'check/changed': (snapshot) => this.told.push(snapshot) },
    });
  }

  hello() {
    return this.document.request('panel/hello', { protocol: protocolVersion, build });
  }

  dispose(): void {
    this.channel.port1.close();
  }

  private startChecker(order: CheckOrder, tell: TestRun['tell']) {
    const settling: Pick<TestRun, 'resolve' | 'reject'>[] = [];
    const promise = new Promise<CheckReport>((resolve, reject) =>
      settling.push({ resolve, reject }),
    );
    const [settle = assert.fail()] = settling;
    const run: TestRun = { order, tell, ...settle, stopped: false, ended: false };
    this.runs.push(run);
    return {
      report: promise,
      stop: () => (run.stopped = true),
      end: () => {
        run.ended = true;
        settle.reject(new RequestError('checker-ended', 'It ended.'));
      },
    };
  }
}

describe('CheckPanel', () => {
  let setup: Setup;
  beforeEach(() => {
    setup = new Setup();
  });
  afterEach(() => setup.dispose());

  const run = (index = 0): TestRun => setup.runs[index] ?? assert.fail('no such run');

  it('checks with the real address, and shows the masked one', async () => {
    const ended = setup.panel.start();
    assert.deepEqual(run().order, {
      url: address.url,
      confirmed: false,
      acceptUntrustedCertificate: false,
      secretNames: ['token'],
    });
    const { snapshot } = await setup.hello();
    assert.deepEqual([snapshot.url, snapshot.state], [address.masked, 'running']);
    run().resolve(report);
    assert.deepEqual(await ended, {
      url: address.masked,
      run: 1,
      state: 'done',
      done: 2,
      total: 2,
      facts: report.facts,
      durationMs: 7,
      problem: undefined,
    });
    assert.ok(!JSON.stringify([setup.told, setup.log.lines]).includes('sesame'));
  });

  it('lets its document read the results as they come, and again', async () => {
    void setup.panel.start();
    run().tell(progress(1));
    const first = await setup.document.request('results/read', { run: 1, from: 0 });
    assert.deepEqual(
      first.results.map(({ id }) => id),
      ['check-1'],
    );
    run().tell(progress(2));
    const next = await setup.document.request('results/read', { run: 1, from: 1 });
    assert.deepEqual(
      next.results.map(({ id }) => id),
      ['check-2'],
    );
    const other = await setup.document.request('results/read', { run: 2, from: 0 });
    assert.deepEqual(other.results, []);
    assert.equal(setup.told.at(-1)?.done, 2);
  });

  it('asks before it goes to another machine, once', async () => {
    const ended = setup.panel.start();
    run().reject(new RequestError('not-confirmed', 'It is not this machine.'));
    await new Promise(setImmediate);
    assert.deepEqual(setup.asked, ['It is not this machine.']);
    assert.equal(run(1).order.confirmed, true);
    run(1).resolve(report);
    await ended;
    await setup.document.request('check/start', { acceptUntrustedCertificate: false });
    assert.equal(run(2).order.confirmed, true);
  });

  it('does not go there after a no', async () => {
    setup.answer = false;
    const ended = setup.panel.start();
    run().reject(new RequestError('not-confirmed', 'It is not this machine.'));
    const { state, problem } = await ended;
    assert.deepEqual([state, problem?.code], ['failed', 'not-confirmed']);
    assert.equal(setup.runs.length, 1);
  });

  it('says what went wrong, and the log has what is not for people', async () => {
    const ended = setup.panel.start();
    run().reject(new TypeError('x is undefined'));
    assert.equal((await ended).problem?.message, 'The checks failed. The log says why.');
    assert.match(setup.log.lines.join('\n'), /was not checked: failed: TypeError\n/);
  });

  it('stops and starts again from its document', async () => {
    const ended = setup.panel.start();
    await setup.document.request('check/stop', null);
    assert.ok(run().stopped);
    run().tell(progress(1));
    run().resolve({ ...report, done: 1 });
    assert.equal((await ended).state, 'stopped');
    await setup.document.request('check/start', { acceptUntrustedCertificate: true });
    assert.equal(run(1).order.acceptUntrustedCertificate, true);
    const { snapshot } = await setup.hello();
    assert.deepEqual([snapshot.run, snapshot.state, snapshot.done], [2, 'running', 0]);
  });

  it('runs once at a time', async () => {
    void setup.panel.start();
    const again = setup.document.request('check/start', { acceptUntrustedCertificate: false });
    await assert.rejects(again, { code: 'already-running' });
    assert.equal(setup.runs.length, 1);
  });

  it('shows the report when there is one', async () => {
    const ended = setup.panel.start();
    await assert.rejects(setup.document.request('report/export', null), { code: 'no-report' });
    run().resolve(report);
    await ended;
    await setup.document.request('report/export', null);
    assert.deepEqual(setup.reports, [report.markdown]);
  });

  it('ends the run when it is closed, without a word', async () => {
    const ended = setup.panel.start();
    setup.close();
    assert.ok(run().ended);
    await ended;
    assert.deepEqual(setup.log.lines, []);
  });

  it('takes nothing from its document that is not what it says', async () => {
    const bad = { run: -1, from: 0 };
    await assert.rejects(setup.document.request('results/read', bad), { code: 'bad-params' });
  });
});
