import type { ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { PanelSide } from '../protocol/contracts';
import { Endpoint } from '../protocol/endpoint';
import { protocolVersion } from '../protocol/hello';
import type { HostNotices } from '../protocol/panelProtocol';
import type { Port } from '../protocol/port';
import { RequestError } from '../protocol/requestError';
import { withoutSecrets } from './addressText';
import { alertsView } from './alertsView';
import { composerView } from './composerView';
import { connectionBar } from './connectionBar';
import { DetailReader, type DetailState } from './detailReader';
import { detailView } from './detailView';
import { emptyView } from './emptyView';
import { FilterBox } from './filterBox';
import { FrameList } from './frameList';
import { watchHost } from './liveness';
import { buildShell, type PanelShell } from './panelShell';
import {
  canSend,
  firstPanelState,
  noRows,
  rowsInList,
  whyNotSend,
  withSnapshot,
  type PanelState,
} from './panelState';
import type { PayloadLook } from './payloadView';
import { Overview } from './overview';
import { peersView } from './peersView';
import { Regions } from './regions';
import type { RowSpan } from './rowCache';
import { SentHistory } from './sentHistory';
import { makeSeparator } from './separator';
import { draftOf, remember, type ViewState } from './viewState';
import { WirePulses } from './wirePulses';

/** Width in CSS pixels from which list and detail stand beside each other. */
const besideFrom = 760;
/** Milliseconds after the last change until the view state is handed to VS Code. */
const keepAfterMs = 150;

export interface PanelOptions {
  readonly root: HTMLElement;
  readonly port: Port;
  /** Version of the extension that this code was built with. */
  readonly build: string;
  readonly view: ViewState;
  /** Hands the view state to VS Code, which keeps it while the panel is hidden. */
  readonly keep: (view: ViewState) => void;
}

/** The panel: it holds the state, asks the host, and lets the views draw what is. */
export class Panel {
  private state: PanelState = firstPanelState;
  private view: ViewState;
  /** What stands in the address field; it may hold secrets, so `view.url` is not always the same. */
  private url: string;
  private detail: DetailState | undefined;
  private look: PayloadLook | undefined;
  /** Whether the statistics stand in the place of the detail. */
  private statisticsOpen = false;
  private bytesPerLine: 8 | 16 = 16;
  private readonly shell: PanelShell;
  private readonly endpoint: Endpoint<PanelSide>;
  private readonly list: FrameList;
  private readonly filterBox: FilterBox;
  private readonly overview: Overview;
  /** The rows to show once the filter is gone. */
  private rowsInContext: RowSpan | undefined;
  private readonly reader: DetailReader;
  private readonly regions: Regions;
  private readonly history = new SentHistory();
  private readonly pulses = new WirePulses(() => this.shell.peers.querySelector('.wire'));
  private drawRequested = false;
  private keepTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: PanelOptions) {
    this.view = options.view;
    this.url = options.view.url;
    this.shell = buildShell(options.root);
    this.endpoint = new Endpoint<PanelSide>({
      port: options.port,
      handlers: {},
      notices: {
        'connection/changed': (snapshot) => this.takeSnapshot(snapshot),
        'focus/move': ({ to }) => this.moveFocus(to),
      },
    });
    this.list = this.createList();
    this.filterBox = this.createFilterBox();
    this.overview = this.createOverview();
    this.reader = this.createReader();
    this.regions = this.createRegions();
    this.createSeparator();
    this.filterBox.draw();
    this.listen();
    this.draw();
  }

  /** Says hello, then watches the host for as long as the panel lives. */
  async start(): Promise<never> {
    void this.sayHello();
    return watchHost({
      ping: (timeLimitMs) => this.ping(timeLimitMs),
      onChange: (alive) => this.hostIs(alive),
      now: () => performance.now(),
      wait: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)),
    });
  }

  private async sayHello(): Promise<void> {
    const { build } = this.options;
    try {
      const welcome = await this.endpoint.request('panel/hello', {
        protocol: protocolVersion,
        build,
      });
      if (welcome.protocol !== protocolVersion || welcome.build !== build) {
        this.change({ otherVersion: true });
        return;
      }
      if (this.url === '') this.url = welcome.url;
      this.change({ rowsLost: welcome.rowsLost });
      this.takeSnapshot(welcome.snapshot);
    } catch (error) {
      if (codeOf(error) !== 'time-limit') this.change({ failure: messageOf(error) });
    }
  }

  /** Any answer is a sign of life, a refusal too. */
  private async ping(timeLimitMs: number): Promise<void> {
    try {
      await this.endpoint.request('host/ping', null, { timeLimitMs });
    } catch (error) {
      if (codeOf(error) === 'time-limit') throw error;
    }
  }

  private hostIs(alive: boolean): void {
    this.change({ hostAlive: alive });
    if (alive) void this.sayHello();
  }

  private takeSnapshot(snapshot: ConnectionSnapshot): void {
    const { url } = snapshot;
    // What was dialled can be kept as the inspector masked it.
    if (url !== '' && url !== this.state.snapshot?.url) this.keep({ url });
    // The host can tell by now what the asterisks of this address stand for.
    if (snapshot.state === 'open') this.url = url;
    const hadCapture = (this.state.snapshot?.rows.generation ?? 0) > 0;
    this.state = withSnapshot(this.state, snapshot, performance.now());
    const { rows = noRows, filter, storage } = this.state.snapshot ?? {};
    const hadRows = rows.total > 0;
    if (hadRows !== this.view.hadRows) this.keep({ hadRows });
    const capture = storage?.capture ?? '';
    if (capture !== this.view.capture) this.keep({ capture });
    this.overview.update(rows);
    this.updateList();
    this.reader.rowsAre(rows.total);
    this.filterBox.update(filter, rows);
    // A capture that begins, or that the panel has not met before, knows nothing of the filter.
    if (!hadCapture && rows.generation > 0) this.applyFilter();
    if (!filter) this.showRowsInContext();
    this.pulses.update(snapshot.traffic);
    this.requestDraw();
  }

  /** Waits for something that the user asked for; what goes wrong is said in an alert. */
  private async tell(answer: Promise<unknown>): Promise<boolean> {
    this.change({ failure: undefined });
    try {
      await answer;
      return true;
    } catch (error) {
      this.change({ failure: messageOf(error) });
      return false;
    }
  }

  private connect(acceptUntrustedCertificate: boolean): void {
    void this.tell(
      this.endpoint.request('connection/open', { url: this.url, acceptUntrustedCertificate }),
    );
  }

  private async send(): Promise<void> {
    const { composer } = this.view;
    if (!(await this.tell(this.endpoint.request('frame/send', { draft: draftOf(composer) }))))
      return;
    this.history.reset();
    const history = remember(this.view.history, composer);
    const unchanged = this.view.composer === composer;
    this.keep({
      history,
      composer: unchanged ? { ...composer, message: '' } : this.view.composer,
    });
  }

  private walkHistory(step: -1 | 1): void {
    const composer = this.history.walk(this.view.history, this.view.composer, step);
    if (composer) this.keep({ composer });
  }

  private createList(): FrameList {
    return new FrameList(this.shell.list, {
      readRows: (generation, span) => this.endpoint.request('rows/read', { generation, ...span }),
      onSelect: (row) => {
        this.look = undefined;
        if (this.view.detailOpen) this.reader.show(row);
      },
      onOpen: (focus) => this.openDetail(focus),
      onEscape: () => this.closeDetail(),
      onCopy: (span) => void this.overview.copy(span),
      onView: (span) => this.overview.showView(span),
    });
  }

  private createFilterBox(): FilterBox {
    return new FilterBox(
      {
        place: this.shell.filter,
        setFilter: async (text) => (await this.endpoint.request('filter/set', { text })).mistakes,
        complete: (text, caret) => this.endpoint.request('filter/complete', { text, caret }),
        onText: (filter) => this.keep({ filter }),
        onLeave: () => this.list.focus(),
      },
      this.view.filter,
    );
  }

  private applyFilter(): void {
    if (this.view.filter !== (this.state.snapshot?.filter?.text ?? '')) void this.filterBox.apply();
  }

  /** Selects rows of the capture and shows them with what stands around them: no filter stays. */
  private showInContext(rows: RowSpan): void {
    this.rowsInContext = rows;
    if (this.isFiltered) this.filterBox.clear();
    else this.showRowsInContext();
  }

  private showDetailInContext(): void {
    if (!this.detail) return;
    this.list.focus();
    this.showInContext({ start: this.detail.row, count: 1 });
  }

  private showRowsInContext(): void {
    const rows = this.rowsInContext;
    if (!rows) return;
    this.rowsInContext = undefined;
    this.overview.include(rows);
    this.list.revealSpan(rows);
  }

  private get isFiltered(): boolean {
    return this.state.snapshot?.filter !== undefined;
  }

  private createOverview(): Overview {
    const { overview, note, statistics } = this.shell;
    return new Overview({
      places: { overview, note, statistics },
      list: this.list,
      readSummary: (buckets) => this.endpoint.request('summary/read', { buckets }),
      readRows: (generation, span) => this.endpoint.request('rows/read', { generation, ...span }),
      findRow: async (timeUs) => (await this.endpoint.request('row/find', { timeUs })).row,
      copyText: (text) => this.tell(this.endpoint.request('clipboard/write', { text })),
      onReveal: (rows) => this.showInContext(rows),
      onStatistics: (open) => this.showStatistics(open),
      onChange: () => this.viewChanged(),
    });
  }

  private showStatistics(open: boolean): void {
    this.statisticsOpen = open;
    if (open) this.overview.refresh();
    else this.list.focus();
    this.requestDraw();
  }

  /** Lays the list out anew: pausing and clearing change which rows are in view. */
  private viewChanged(): void {
    this.updateList();
    this.requestDraw();
  }

  /** A filter searches all that is captured: pausing and clearing are for the list without one. */
  private updateList(): void {
    const { rows, memory, filter } = this.state.snapshot ?? {};
    if (!rows || !memory) return;
    const shown = filter ? rowsInList(rows, filter) : this.overview.shown;
    this.list.update(shown, memory, rows, filter?.text);
  }

  private createReader(): DetailReader {
    return new DetailReader({
      readDetail: (row, signal) => this.endpoint.request('frame/read', { row }, { signal }),
      readBytes: (params, signal) => this.endpoint.request('bytes/read', params, { signal }),
      onChange: (detail) => {
        this.detail = detail;
        this.requestDraw();
      },
    });
  }

  private openDetail(focus: boolean): void {
    this.statisticsOpen = false;
    this.keep({ detailOpen: true });
    if (this.detail?.row !== this.list.selectedRow) this.reader.show(this.list.selectedRow);
    if (!focus) return;
    this.draw();
    this.focusDetail();
  }

  private closeDetail(): void {
    this.statisticsOpen = false;
    this.keep({ detailOpen: false });
    this.list.focus();
  }

  private focusDetail(): void {
    this.shell.detail.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }

  private createRegions(): Regions {
    const { bar, overview, filter, list, detail, statistics, composer } = this.shell;
    return new Regions([
      { element: bar, isShown: () => true, focus: () => focusIn(bar, '#address') },
      { element: overview, isShown: () => true, focus: () => this.overview.focus() },
      { element: filter, isShown: () => true, focus: () => this.filterBox.focus() },
      { element: list, isShown: () => true, focus: () => this.list.focus() },
      {
        element: detail,
        isShown: () => this.view.detailOpen && !this.statisticsOpen,
        focus: () => this.focusDetail(),
      },
      {
        element: statistics,
        isShown: () => this.statisticsOpen,
        focus: () => focusIn(statistics, '[tabindex]'),
      },
      { element: composer, isShown: () => true, focus: () => focusIn(composer, '.field') },
    ]);
  }

  private moveFocus(to: HostNotices['focus/move']['to']): void {
    if (to === 'message') focusIn(this.shell.composer, '.field');
    else if (to === 'filter') this.filterBox.focus();
    else this.regions.move(to);
  }

  private createSeparator(): void {
    const { separator, body } = this.shell;
    makeSeparator({
      element: separator,
      container: body,
      isBeside: () => this.isBeside(),
      share: () => (this.isBeside() ? this.view.detailBeside : this.view.detailUnder),
      onShare: (share) =>
        this.keep(this.isBeside() ? { detailBeside: share } : { detailUnder: share }),
    });
  }

  private isBeside(): boolean {
    return this.options.root.clientWidth >= besideFrom;
  }

  private listen(): void {
    const { root } = this.options;
    // Also while nothing in the panel has the focus, as after a click beside everything.
    document.addEventListener('keydown', (event) => this.onKey(event));
    this.shell.detail.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.list.focus();
    });
    this.shell.statistics.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.showStatistics(false);
    });
    new ResizeObserver(() => this.requestDraw()).observe(root);
    new ResizeObserver(() => this.requestDraw()).observe(this.shell.statistics);
    const hexObserver = new ResizeObserver(() => this.fitHex());
    hexObserver.observe(this.shell.detail);
    hexObserver.observe(this.shell.hexWidth);
    setInterval(() => this.secondPassed(), 1_000);
    window.addEventListener('pagehide', () => this.options.keep(this.view));
  }

  private secondPassed(): void {
    if (this.statisticsOpen && this.state.snapshot?.state === 'open') this.overview.refresh();
    this.requestDraw();
  }

  /** VS Code would see the key too and run the command of the same name; once is enough. */
  private onKey(event: KeyboardEvent): void {
    const act = this.actionFor(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  private actionFor(event: KeyboardEvent): (() => void) | undefined {
    const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
    if (altKey) return undefined;
    const isChord = ctrlKey || metaKey;
    if (isChord && key === 'f') return () => this.filterBox.focus();
    if (isChord && key === 'g') return () => this.overview.focusGoTo();
    if (isChord || key !== 'F6') return undefined;
    return () => this.regions.move(shiftKey ? 'previous' : 'next');
  }

  /** Hex lines of 16 bytes where there is room for them, of 8 where there is not. */
  private fitHex(): void {
    const { detail, hexWidth } = this.shell;
    const bytesPerLine = detail.clientWidth >= hexWidth.offsetWidth ? 16 : 8;
    if (bytesPerLine === this.bytesPerLine) return;
    this.bytesPerLine = bytesPerLine;
    this.requestDraw();
  }

  private change(part: Partial<PanelState>): void {
    this.state = { ...this.state, ...part };
    this.requestDraw();
  }

  private keep(part: Partial<ViewState>): void {
    this.view = { ...this.view, ...part };
    this.requestDraw();
    clearTimeout(this.keepTimer);
    this.keepTimer = setTimeout(() => this.options.keep(this.view), keepAfterMs);
  }

  private requestDraw(): void {
    if (this.drawRequested) return;
    this.drawRequested = true;
    requestAnimationFrame(() => {
      this.drawRequested = false;
      this.draw();
    });
  }

  private draw(): void {
    const { root } = this.options;
    const { shell, state, view } = this;
    root.classList.toggle('dead', !state.hostAlive || state.otherVersion);
    root.classList.toggle('beside', this.isBeside());
    root.classList.toggle('with-detail', view.detailOpen || this.statisticsOpen);
    shell.detail.hidden = this.statisticsOpen;
    shell.statistics.hidden = !this.statisticsOpen;
    const share = this.isBeside() ? view.detailBeside : view.detailUnder;
    root.style.setProperty('--detail-share', `${share}%`);
    shell.separator.ariaOrientation = this.isBeside() ? 'vertical' : 'horizontal';
    shell.separator.ariaValueNow = String(share);
    this.drawBar();
    alertsView(
      {
        state,
        onConnectUnchecked: () => this.connect(true),
        onDismissFailure: () => this.change({ failure: undefined }),
      },
      shell.alerts,
    );
    peersView(state, shell.peers);
    const { statisticsOpen, isFiltered } = this;
    const isEmpty = this.list.isEmpty && (isFiltered || !this.overview.hidesRows);
    emptyView(state.snapshot?.state, isEmpty, isFiltered, shell.empty);
    this.overview.draw({ statisticsOpen, isFiltered });
    if (view.detailOpen && !this.statisticsOpen) this.drawDetail();
    this.drawComposer();
  }

  private drawBar(): void {
    connectionBar(
      {
        state: this.state,
        url: this.url,
        nowMs: performance.now(),
        onUrl: (url) => {
          this.url = url;
          this.keep({ url: withoutSecrets(url) });
        },
        onConnect: () => this.connect(false),
        onCancel: () => void this.tell(this.endpoint.request('connection/cancel', null)),
        onDisconnect: () => void this.tell(this.endpoint.request('connection/close', null)),
      },
      this.shell.bar,
    );
  }

  private drawDetail(): void {
    detailView(
      {
        state: this.detail,
        tab: this.view.detailTab,
        look: this.look,
        bytesPerLine: this.bytesPerLine,
        onTab: (detailTab) => this.keep({ detailTab }),
        onClose: () => this.closeDetail(),
        onShowInContext: this.isFiltered ? () => this.showDetailInContext() : undefined,
        onLook: (look) => {
          this.look = look;
          this.requestDraw();
        },
        onShowMore: () => this.reader.showMore(),
        onCopy: (text) => void this.tell(this.endpoint.request('clipboard/write', { text })),
      },
      this.shell.detail,
    );
  }

  private drawComposer(): void {
    composerView(
      {
        composer: this.view.composer,
        canSend: canSend(this.state),
        whyNot: whyNotSend(this.state),
        onChange: (part) => {
          this.history.reset();
          this.keep({ composer: { ...this.view.composer, ...part } });
        },
        onSend: () => void this.send(),
        onHistory: (step) => this.walkHistory(step),
      },
      this.shell.composer,
    );
  }
}

function focusIn(place: HTMLElement, selector: string): void {
  place.querySelector<HTMLElement>(selector)?.focus();
}

function codeOf(error: unknown): string | undefined {
  return error instanceof RequestError ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
