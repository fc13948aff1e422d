import type { CheckPanelSide } from '../protocol/contracts';
import type { CheckResult } from '../protocol/checkerProtocol';
import type { CheckSnapshot, CheckWelcome } from '../protocol/checkPanelProtocol';
import { Endpoint } from '../protocol/endpoint';
import { protocolVersion } from '../protocol/hello';
import type { Port } from '../protocol/port';
import { checkTemplate } from './checkTemplate';
import type { CheckView, VerdictFilter } from './checkView';
import { signOfLife, watchHost } from './liveness';
import { messageOf } from './messageOf';

export interface CheckPageOptions {
  readonly root: HTMLElement;
  readonly port: Port;
  /** Version of the extension that this code was built with. */
  readonly build: string;
  readonly view: CheckView;
  /** Keeps the view while the panel is hidden. */
  readonly keep: (view: CheckView) => void;
}

/** All that the page shows. */
export interface CheckPageState {
  readonly snapshot: CheckSnapshot | undefined;
  readonly results: readonly CheckResult[];
  readonly view: CheckView;
  readonly hostAlive: boolean;
  /** Why something that was asked for did not work. */
  readonly failure: string | undefined;
}

/** The page of a check: it hears how far the run is, pulls the results and draws. */
export class CheckPage {
  private readonly endpoint: Endpoint<CheckPanelSide>;
  private state: CheckPageState;
  /** A read is under way; one more is needed when it is done if the snapshot has moved on. */
  private reading = false;
  private drawing = false;

  constructor(private readonly options: CheckPageOptions) {
    const { port, view } = options;
    this.state = {
      snapshot: undefined,
      results: [],
      view,
      hostAlive: true,
      failure: undefined,
    };
    this.endpoint = new Endpoint<CheckPanelSide>({
      port,
      handlers: {},
      notices: { 'check/changed': (snapshot) => this.take(snapshot) },
    });
  }

  /** Says hello, then watches the host for as long as the page lives. */
  async start(): Promise<never> {
    this.draw();
    void this.sayHello();
    return watchHost({
      ping: (signal) =>
        signOfLife(this.endpoint.request('host/ping', null, { timeLimitMs: Infinity, signal })),
      onChange: (hostAlive) => {
        this.change({ hostAlive });
        if (hostAlive) void this.sayHello();
      },
      wait: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)),
    });
  }

  private async sayHello(): Promise<void> {
    const { build } = this.options;
    await this.tell(
      this.endpoint
        .request('panel/hello', { protocol: protocolVersion, build })
        .then((welcome) => this.takeWelcome(welcome)),
    );
  }

  private takeWelcome({ protocol, build, snapshot }: CheckWelcome): void {
    if (protocol !== protocolVersion || build !== this.options.build) {
      this.change({
        failure: 'This panel belongs to another version of the extension. Close it.',
      });
      return;
    }
    this.take(snapshot);
  }

  private take(snapshot: CheckSnapshot): void {
    const isSameRun = snapshot.run === this.state.snapshot?.run;
    this.change({ snapshot, ...(!isSameRun && { results: [], failure: undefined }) });
    void this.tell(this.readResults());
  }

  /** Pulls what has come since; what comes meanwhile is pulled after that. */
  private async readResults(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      for (;;) {
        const { snapshot, results } = this.state;
        if (!snapshot || results.length >= snapshot.done) return;
        const { run } = snapshot;
        const from = results.length;
        const read = await this.endpoint.request('results/read', { run, from });
        if (this.state.snapshot?.run !== run) continue;
        if (read.results.length === 0) return;
        this.change({ results: [...results, ...read.results] });
      }
    } finally {
      this.reading = false;
    }
  }

  /** Shows why something did not work. */
  private async tell(doing: Promise<unknown>): Promise<void> {
    try {
      await doing;
    } catch (error) {
      this.change({ failure: messageOf(error) });
    }
  }

  private filter(filter: VerdictFilter): void {
    this.keep({ ...this.state.view, filter });
  }

  private open(what: string, isOpen: boolean): void {
    const { view } = this.state;
    const others = view.opened.filter((one) => one !== what);
    this.keep({ ...view, opened: isOpen ? [...others, what] : others });
  }

  private keep(view: CheckView): void {
    this.options.keep(view);
    this.change({ view });
  }

  private change(change: Partial<CheckPageState>): void {
    this.state = { ...this.state, ...change };
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.draw();
    });
  }

  private draw(): void {
    checkTemplate(
      {
        ...this.state,
        onStart: (acceptUntrustedCertificate) =>
          void this.tell(this.endpoint.request('check/start', { acceptUntrustedCertificate })),
        onStop: () => void this.tell(this.endpoint.request('check/stop', null)),
        onExport: () => void this.tell(this.endpoint.request('report/export', null)),
        onFilter: (filter) => this.filter(filter),
        onOpen: (what, isOpen) => this.open(what, isOpen),
      },
      this.options.root,
    );
  }
}
