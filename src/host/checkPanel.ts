import type { CheckHostSide } from '../protocol/contracts';
import type { CheckOrder, CheckProgress, CheckResult } from '../protocol/checkerProtocol';
import type { CheckPanelMethods, CheckSnapshot } from '../protocol/checkPanelProtocol';
import { checkPanelGuards } from '../protocol/checkPanelGuards';
import { Endpoint, type Handlers } from '../protocol/endpoint';
import { RequestError } from '../protocol/requestError';
import type { Address } from './addressBook';
import type { CheckerRun } from './checkerRun';
import { describeFailure } from './failure';
import type { Log } from './log';
import type { PanelWindow } from './panelWindow';
import { hostHello } from './sameBuild';

/** What the panel of a check needs of the rest of the host. */
export interface CheckPanelServices {
  readonly startChecker: (
    order: CheckOrder,
    onResult: (progress: CheckProgress) => void,
  ) => CheckerRun;
  readonly secretNames: () => readonly string[];
  /** Asks the user whether to go on in spite of what a sentence says. */
  readonly confirm: (sentence: string) => PromiseLike<boolean>;
  /** Shows a report, which is Markdown. */
  readonly showReport: (markdown: string) => PromiseLike<unknown>;
  readonly log: Log;
}

export interface CheckPanelOptions {
  readonly window: Pick<PanelWindow, 'port' | 'load' | 'onDidDispose'>;
  readonly address: Address;
  readonly services: CheckPanelServices;
}

/**
 * The panel in the editor area that checks one server, as often as the user wants. It keeps the
 * results of the last run, since its document may be built anew at any time.
 */
export class CheckPanel {
  private readonly endpoint: Endpoint<CheckHostSide>;
  private readonly results: CheckResult[] = [];
  private snapshot: CheckSnapshot;
  private markdown: string | undefined;
  private running: CheckerRun | undefined;
  private confirmed = false;
  private stopped = false;
  private disposed = false;

  constructor(private readonly options: CheckPanelOptions) {
    const { window, address } = options;
    this.snapshot = { ...nothingYet, url: address.masked, run: 0, state: 'ready' };
    this.endpoint = new Endpoint<CheckHostSide>({
      port: window.port,
      handlers: this.handlers(),
      notices: {},
      guards: checkPanelGuards,
    });
    window.onDidDispose(() => this.dispose());
    window.load('check');
  }

  /**
   * Checks the server, which must not be under way. Resolves when the run has ended; what comes of
   * it, good or bad, is in the snapshot.
   */
  async start(acceptUntrustedCertificate = false): Promise<CheckSnapshot> {
    const { masked } = this.options.address;
    this.results.length = 0;
    this.markdown = undefined;
    this.stopped = false;
    const run = this.snapshot.run + 1;
    this.show({ ...nothingYet, url: masked, run, state: 'running' });
    try {
      const report = await this.runConfirmed(acceptUntrustedCertificate);
      const { facts, done, total, durationMs } = report;
      this.markdown = report.markdown;
      const state = done < total ? 'stopped' : 'done';
      this.show({ ...this.snapshot, state, facts, done, total, durationMs });
    } catch (error) {
      this.fail(error);
    }
    return this.snapshot;
  }

  /** Runs the checks; asks first before they go to another machine. */
  private async runConfirmed(acceptUntrustedCertificate: boolean) {
    try {
      return await this.runOnce(acceptUntrustedCertificate);
    } catch (error) {
      const asks = error instanceof RequestError && error.code === 'not-confirmed';
      if (!asks || this.disposed || this.stopped) throw error;
      this.confirmed = await this.options.services.confirm(error.message);
      if (!this.confirmed || this.disposed || this.stopped) throw error;
      return this.runOnce(acceptUntrustedCertificate);
    }
  }

  private async runOnce(acceptUntrustedCertificate: boolean) {
    const { services, address } = this.options;
    const order = {
      url: address.url,
      confirmed: this.confirmed,
      acceptUntrustedCertificate,
      secretNames: services.secretNames(),
    };
    this.running = services.startChecker(order, (progress) => this.receive(progress));
    return this.running.report;
  }

  private receive({ result, done, total }: CheckProgress): void {
    this.results.push(result);
    this.show({ ...this.snapshot, done, total });
  }

  private fail(error: unknown): void {
    if (this.disposed) return;
    const known = error instanceof RequestError;
    const code = known ? error.code : 'failed';
    const message = known ? error.message : 'The checks failed. The log says why.';
    this.options.services.log.warn(
      `${this.snapshot.url} was not checked: ${code}: ${describeFailure(error)}`,
    );
    this.show({ ...this.snapshot, state: 'failed', problem: { code, message } });
  }

  private show(snapshot: CheckSnapshot): void {
    this.snapshot = snapshot;
    this.endpoint.notify('check/changed', snapshot);
  }

  private handlers(): Handlers<CheckPanelMethods> {
    return {
      'panel/hello': () => ({ ...hostHello, snapshot: this.snapshot }),
      'host/ping': () => null,
      'check/start': ({ acceptUntrustedCertificate }) => {
        if (this.snapshot.state === 'running') {
          throw new RequestError(
            'already-running',
            'The checks are running already. Stop them first.',
          );
        }
        void this.start(acceptUntrustedCertificate);
        return null;
      },
      'check/stop': () => {
        this.stopped = true;
        this.running?.stop();
        return null;
      },
      'results/read': ({ run, from }) => ({
        results: run === this.snapshot.run ? this.results.slice(from) : [],
      }),
      'report/export': async () => {
        if (this.markdown === undefined) {
          throw new RequestError('no-report', 'There is no report yet. Wait for the checks.');
        }
        await this.options.services.showReport(this.markdown);
        return null;
      },
    };
  }

  private dispose(): void {
    this.disposed = true;
    this.running?.end();
  }
}

const nothingYet = { done: 0, total: 0, facts: '', durationMs: 0, problem: undefined };
