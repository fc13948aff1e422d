import type { ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { PanelCommand, Welcome } from '../protocol/panelProtocol';
import type { Port } from '../protocol/port';
import { alertsView } from './alertsView';
import { Composer } from './composer';
import { connectionBar } from './connectionBar';
import { DrawPace, lightLines } from './drawPace';
import { DetailPane } from './detailPane';
import { changedHabits, firstHabits, readHabits } from './habitForm';
import { habitsView } from './habitsView';
import { HostLink } from './hostLink';
import { ListPane } from './listPane';
import { Overview } from './overview';
import { panelCommandOf } from './panelKeys';
import { PanelLayout } from './panelLayout';
import { PanelModel } from './panelModel';
import { buildShell, type PanelShell } from './panelShell';
import { noRows } from './panelState';
import { peersView } from './peersView';
import { Regions } from './regions';
import { rowActionOf, RowActions, type RowAction } from './rowActions';
import { rowActionsView } from './rowActionsView';
import type { ViewState } from './viewState';
import { WirePulses } from './wirePulses';

export interface PanelOptions {
  readonly root: HTMLElement;
  readonly port: Port;
  /** Version of the extension that this code was built with. */
  readonly build: string;
  readonly view: ViewState;
  /** Hands the view state to VS Code, which keeps it while the panel is hidden. */
  readonly keep: (view: ViewState) => void;
}

/** Milliseconds after the first draw when the rest of the panel is loaded though it is not idle. */
const latestPrepareMs = 2_000;

/** The panel: it puts its parts together, hands them what the host tells, and lets them draw. */
export class Panel {
  private readonly shell: PanelShell;
  private readonly model: PanelModel;
  private readonly link: HostLink;
  private readonly layout: PanelLayout;
  private readonly list: ListPane;
  private readonly overview: Overview;
  private readonly detail: DetailPane;
  private readonly composer: Composer;
  private readonly rowActions: RowActions;
  private readonly regions: Regions;
  private readonly pulses: WirePulses;
  /** Whether the statistics stand in the place of the detail. */
  private statisticsOpen = false;
  private drawRequested = false;
  private readonly pace = new DrawPace(() => this.requestDraw());
  /** The newest snapshot of a flood, taken in with the next draw, whatever that is for. */
  private held: ConnectionSnapshot | undefined;
  private readonly commands: Readonly<Record<PanelCommand, () => void>> = {
    focusNextRegion: () => this.regions.move('next'),
    focusPreviousRegion: () => this.regions.move('previous'),
    focusMessage: () => this.composer.focus(),
    filterFrames: () => this.list.focusFilter(),
    goTo: () => this.list.focusGoTo(),
    pauseView: () => this.list.pause(),
    clearView: () => this.list.clear(),
    copyRows: () => this.list.copySelected(),
    switchList: () => this.list.switchList(),
    showStatistics: () => this.showStatistics(!this.statisticsOpen),
    export: () => this.list.export(),
    resend: () => this.runOnSelected('resend'),
    editAndResend: () => this.runOnSelected('editAndResend'),
    editFrameAndResend: () => this.runOnSelected('editFrameAndResend'),
    connectionOptions: () => this.showHabits(!this.model.view.habitsOpen),
  };

  constructor(options: PanelOptions) {
    const { root, view, keep } = options;
    this.shell = buildShell(root);
    this.model = new PanelModel({
      view,
      keep,
      onChange: () => this.requestDraw(),
      onFigures: () => this.figuresChanged(),
    });
    this.link = this.createLink(options);
    this.layout = this.createLayout(root);
    this.list = this.createList();
    this.overview = this.createOverview();
    this.detail = this.createDetail();
    this.composer = this.createComposer();
    this.rowActions = this.createRowActions();
    this.regions = this.createRegions();
    this.pulses = new WirePulses(() => this.shell.peers.querySelector('.wire'));
    this.listen();
    this.draw();
    requestIdleCallback(() => this.prepare(), { timeout: latestPrepareMs });
  }

  /** Says hello, then watches the host for as long as the panel lives. */
  start(): Promise<never> {
    return this.link.start();
  }

  /** Loads what the user may open soon, so that it is there when it is opened. */
  private prepare(): void {
    this.detail.prepare();
    this.composer.prepare();
  }

  private createLink({ port, build }: PanelOptions): HostLink {
    return new HostLink({
      port,
      build,
      wait: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)),
      notices: {
        'connection/changed': (snapshot) => this.hear(snapshot),
        'command/run': ({ command }) => this.commands[command](),
      },
      onWelcome: (welcome) => this.takeWelcome(welcome),
      onOtherVersion: () => this.model.change({ otherVersion: true }),
      onAlive: (hostAlive) => this.model.change({ hostAlive }),
      onFailure: (failure) => this.model.change({ failure }),
    });
  }

  private takeWelcome({ url, rowsLost, snapshot }: Welcome): void {
    this.model.suggestUrl(url);
    this.model.change({ rowsLost });
    this.take(snapshot);
  }

  /** In a flood the newest snapshot is taken in when it can be drawn, and none in between. */
  private hear(snapshot: ConnectionSnapshot): void {
    const { snapshot: before } = this.model.state;
    this.held = before && isFlood(before, snapshot) && !this.pace.isDue ? snapshot : undefined;
    if (this.held) this.pace.drawWhenDue();
    else this.take(snapshot);
  }

  private take(snapshot: ConnectionSnapshot): void {
    const { snapshot: before } = this.model.state;
    const hadCapture = (before?.rows.generation ?? 0) > 0;
    if (before && isOtherConnection(before, snapshot)) this.composer.connectionChanged();
    this.model.take(snapshot, performance.now());
    const { rows = noRows } = this.model.state.snapshot ?? {};
    this.overview.update(rows);
    this.list.update();
    this.detail.rowsAre(rows.total);
    // A capture that begins, or that the panel has not met before, knows nothing of the filter.
    if (!hadCapture && rows.generation > 0) this.list.applyFilter();
    this.pulses.update(snapshot.traffic);
  }

  /** Without options of the panel's own, a connection goes on with those that it was told before. */
  private connect(acceptUntrustedCertificate: boolean): void {
    const { model, link } = this;
    const { url, view } = model;
    const read = view.habits && readHabits(view.habits);
    if (read?.ok === false) {
      this.showHabits(true);
      model.change({ failure: `The connection options have a mistake. ${read.message}` });
      return;
    }
    const params = { url, acceptUntrustedCertificate, ...(read && { habits: read.habits }) };
    void model.tell(link.request('connection/open', params));
  }

  private showHabits(habitsOpen: boolean): void {
    this.model.keep({ habitsOpen });
    if (!habitsOpen) return;
    this.draw();
    focusIn(this.shell.habits, '.field');
  }

  private createLayout(root: HTMLElement): PanelLayout {
    return new PanelLayout({
      root,
      shell: this.shell,
      shares: () => this.model.view,
      onShares: (shares) => this.model.keep(shares),
      onResize: () => this.requestDraw(),
    });
  }

  private createList(): ListPane {
    const { shell, model, link } = this;
    return new ListPane({
      shell,
      model,
      link,
      onSelect: (row) => {
        if (model.view.detailOpen) this.detail.show(row);
      },
      onOpen: (focus) => this.openDetail(focus),
      onEscape: () => this.closeDetail(),
      onView: (span) => this.overview.showView(span),
      onMark: (span) => this.overview.showMark(span),
      onStatistics: () => this.showStatistics(!this.statisticsOpen),
      onChange: () => this.requestDraw(),
    });
  }

  private createOverview(): Overview {
    const { timeline, measure, statistics } = this.shell;
    return new Overview({
      places: { timeline, measure, statistics },
      readSummary: (buckets) => this.link.request('summary/read', { buckets }),
      onJump: (timeUs) => this.list.goToTime(timeUs),
      onMark: (span) => this.list.selectSpan(span),
      onCloseStatistics: () => this.showStatistics(false),
      onChange: () => this.requestDraw(),
    });
  }

  private showStatistics(open: boolean): void {
    this.statisticsOpen = open;
    if (open) this.overview.refresh();
    else this.list.focus();
    this.requestDraw();
  }

  private createDetail(): DetailPane {
    return new DetailPane({
      place: this.shell.detail,
      readDetail: (row, signal) => this.link.request('frame/read', { row }, { signal }),
      readBytes: (params, signal) => this.link.request('bytes/read', params, { signal }),
      onTab: (detailTab) => this.model.keep({ detailTab }),
      onClose: () => this.closeDetail(),
      onLeave: () => this.list.focus(),
      onShowInContext: (rows) => this.list.showInContext(rows),
      onCopy: (text) => this.model.tell(this.link.request('clipboard/write', { text })),
      onChange: () => this.requestDraw(),
    });
  }

  private createComposer(): Composer {
    return new Composer({
      place: this.shell.composer,
      model: this.model,
      request: this.link.request,
      copyText: (text) => this.model.tell(this.link.request('clipboard/write', { text })),
      onChange: () => this.requestDraw(),
    });
  }

  private createRowActions(): RowActions {
    return new RowActions({
      request: this.link.request,
      send: (draft) => this.composer.resend(draft),
      edit: (draft) => this.composer.edit(draft),
      onFailure: (failure) => this.model.change({ failure }),
    });
  }

  private runOnSelected(action: RowAction): void {
    void this.rowActions.run(action, this.list.selectedRow);
  }

  private openDetail(focus: boolean): void {
    this.statisticsOpen = false;
    this.model.keep({ detailOpen: true });
    if (this.detail.row !== this.list.selectedRow) this.detail.show(this.list.selectedRow);
    if (!focus) return;
    this.draw();
    this.detail.focus();
  }

  private closeDetail(): void {
    this.statisticsOpen = false;
    this.model.keep({ detailOpen: false });
    this.list.focus();
  }

  private createRegions(): Regions {
    const { bar, habits, overview, filter, list, detail, statistics, composer } = this.shell;
    return new Regions([
      { element: bar, focus: () => focusIn(bar, '#address') },
      {
        element: habits,
        isShown: () => this.model.view.habitsOpen,
        focus: () => focusIn(habits, '.field'),
      },
      { element: overview, focus: () => this.overview.focus() },
      { element: filter, focus: () => this.list.focusFilter() },
      { element: list, focus: () => this.list.focus() },
      {
        element: detail,
        isShown: () => this.side === 'detail',
        focus: () => this.detail.focus(),
      },
      {
        element: statistics,
        isShown: () => this.side === 'statistics',
        focus: () => focusIn(statistics, '[tabindex]'),
      },
      { element: composer, focus: () => this.composer.focus() },
    ]);
  }

  private listen(): void {
    // Also while nothing in the panel has the focus, as after a click beside everything.
    document.addEventListener('keydown', (event) => this.onKey(event));
    this.shell.list.addEventListener('keydown', (event) => this.onListKey(event));
    setInterval(() => this.secondPassed(), 1_000);
    window.addEventListener('pagehide', () => this.model.keepNow());
  }

  private secondPassed(): void {
    const isOpen = this.model.state.snapshot?.state === 'open';
    if (this.statisticsOpen && isOpen) this.overview.refresh();
    this.requestDraw();
  }

  private onListKey(event: KeyboardEvent): void {
    const action = rowActionOf(event);
    if (!action) return;
    event.preventDefault();
    this.runOnSelected(action);
  }

  /** VS Code would see the key too and run the command of the same name; once is enough. */
  private onKey(event: KeyboardEvent): void {
    const command = panelCommandOf(event);
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    this.commands[command]();
  }

  private figuresChanged(): void {
    if (this.pace.isDue) this.requestDraw();
    else this.pace.drawWhenDue();
  }

  private requestDraw(): void {
    if (this.drawRequested) return;
    this.drawRequested = true;
    requestAnimationFrame(() => {
      const { held } = this;
      this.held = undefined;
      if (held) this.take(held);
      this.drawRequested = false;
      this.draw();
    });
  }

  /** What stands beside or under the list. */
  private get side(): 'detail' | 'statistics' | undefined {
    if (this.statisticsOpen) return 'statistics';
    return this.model.view.detailOpen ? 'detail' : undefined;
  }

  private draw(): void {
    this.pace.drawn();
    const { side, statisticsOpen } = this;
    const { state, view, isFiltered } = this.model;
    this.layout.apply({ side, isDead: !state.hostAlive || state.otherVersion });
    this.drawBar();
    this.drawHabits();
    this.drawAlerts();
    peersView(state, this.shell.peers);
    this.overview.draw(statisticsOpen);
    this.list.draw(statisticsOpen);
    if (side === 'detail') {
      this.detail.draw({
        tab: view.detailTab,
        isFiltered,
        rowActions: rowActionsView((action) => void this.rowActions.run(action, this.detail.row)),
      });
    }
    this.composer.draw();
  }

  private drawBar(): void {
    const { state, url, view } = this.model;
    connectionBar(
      {
        state,
        url,
        nowMs: performance.now(),
        optionsOpen: view.habitsOpen,
        optionsChanged: view.habits ? changedHabits(view.habits).length : 0,
        onOptions: () => this.showHabits(!view.habitsOpen),
        onUrl: (typed) => this.model.typeUrl(typed),
        onConnect: () => this.connect(false),
        onCancel: () => void this.model.tell(this.link.request('connection/cancel', null)),
        onDisconnect: () => void this.model.tell(this.link.request('connection/close', null)),
      },
      this.shell.bar,
    );
  }

  private drawHabits(): void {
    const { habits: place } = this.shell;
    const { state, view } = this.model;
    place.hidden = !view.habitsOpen;
    if (!view.habitsOpen) return;
    habitsView(
      {
        form: view.habits ?? firstHabits,
        isConnected: !['idle', 'closed'].includes(state.snapshot?.state ?? 'idle'),
        onChange: (habits) => this.model.keep({ habits }),
      },
      place,
    );
  }

  private drawAlerts(): void {
    alertsView(
      {
        state: this.model.state,
        onConnectUnchecked: () => this.connect(true),
        onDismissFailure: () => this.model.change({ failure: undefined }),
      },
      this.shell.alerts,
    );
  }
}

/** What was true of sending before may not be true of it now. */
function isOtherConnection(
  before: ConnectionSnapshot,
  { connection, state, url }: ConnectionSnapshot,
): boolean {
  return connection !== before.connection || state !== before.state || url !== before.url;
}

/** More rows have come than can be read, and nothing else has changed but figures. */
function isFlood(before: ConnectionSnapshot, { state, rows }: ConnectionSnapshot): boolean {
  const came = rows.total - before.rows.total;
  const isSame = state === before.state && rows.generation === before.rows.generation;
  return isSame && came > lightLines;
}

function focusIn(place: HTMLElement, selector: string): void {
  place.querySelector<HTMLElement>(selector)?.focus();
}
