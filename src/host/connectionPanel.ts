import type {
  CaptureId,
  ConnectionId,
  ConnectionSnapshot,
  Problem,
} from '../protocol/connectionSnapshot';
import type { HostSide } from '../protocol/contracts';
import { Endpoint } from '../protocol/endpoint';
import type { FrameDraft } from '../protocol/frameDraft';
import { panelGuards } from '../protocol/guards';
import type { Hello } from '../protocol/hello';
import { idleSnapshot } from '../protocol/idleSnapshot';
import type { DialOptions } from '../protocol/inspectorProtocol';
import type { PanelCommand, PanelMethods, SelectedRows, Welcome } from '../protocol/panelProtocol';
import type { Address, AddressBook } from './addressBook';
import { build } from './build';
import type { FileAccess } from './draftFiles';
import { describeFailure } from './failure';
import type { InspectorClient } from './inspectorClient';
import type { Log } from './log';
import { panelHandlers } from './panelHandlers';
import { captureTitle, panelTitle } from './panelTitle';
import type { PanelWindow } from './panelWindow';
import { hostHello, isSameBuild } from './sameBuild';
import type { SavedMessages } from './savedMessages';

/** Close code of a connection that did what it was for (RFC 6455 §7.4.1). */
const normalClosure = 1000;

/** Milliseconds for opening a capture: one that was not finished may have to be decoded again. */
const openTimeLimitMs = 300_000;

/** What a panel needs of the rest of the host. */
export interface PanelServices {
  readonly inspector: Pick<InspectorClient, 'request'>;
  readonly addresses: Pick<AddressBook, 'resolve' | 'remember'>;
  readonly log: Log;
  readonly memoryLimit: () => number;
  /** Called before an address is dialled. */
  readonly beforeDial: (address: Address) => Promise<void>;
  /** Names a connection that no panel has shown yet. */
  readonly nextConnection: () => ConnectionId;
  /** How files are chosen and read that the user wants to send. */
  readonly files: FileAccess<unknown>;
  /** The messages that the user has saved. */
  readonly saved: SavedMessages;
  /** Puts a text on the clipboard. */
  readonly copyText: (text: string) => PromiseLike<void>;
  /** Lets the user export rows of a panel. What goes wrong is told by itself. */
  readonly exportRows: (panel: ConnectionPanel, selection: SelectedRows | null) => void;
}

export interface ConnectionPanelOptions {
  readonly window: PanelWindow;
  /** Masked address for the address field. */
  readonly url: string;
  readonly services: PanelServices;
  /** The state or the address of the connection has changed. */
  readonly onChange: () => void;
}

type LastDial = Pick<Address, 'masked'> & Pick<DialOptions, 'subprotocols' | 'headers' | 'habits'>;

/**
 * One panel in the editor area and the connection it shows. It relays what its document asks to
 * the inspector, adding which connection is meant, and what the inspector tells to the document.
 */
export class ConnectionPanel {
  private readonly window: PanelWindow;
  private readonly services: PanelServices;
  private readonly endpoint: Endpoint<HostSide>;
  private currentSnapshot: ConnectionSnapshot;
  private url: string;
  private rowsLost = false;
  /** Settled when no capture is being opened: a document that says hello waits for that. */
  private opening: Promise<unknown> = Promise.resolve();
  /** Whether the inspector keeps rows for this panel, which it must be told to forget. */
  private holds = false;
  /** How the inspector ended that held the connection; shown until the next one is dialled. */
  private loss: Problem | undefined;
  /** How this panel last dialled: connecting to the same address again dials in the same way. */
  private lastDial: LastDial | undefined;
  private disposed = false;

  constructor(private readonly options: ConnectionPanelOptions) {
    const { window, url, services } = options;
    this.window = window;
    this.services = services;
    this.url = url;
    this.currentSnapshot = idleSnapshot(services.nextConnection(), services.memoryLimit());
    this.endpoint = new Endpoint<HostSide>({
      port: window.port,
      handlers: panelHandlers(this, services),
      notices: {},
      guards: panelGuards,
    });
    window.onDidDispose(() => this.forget());
    window.title = panelTitle(url);
    window.showJoined(false);
    window.load(this.connection);
  }

  get connection(): ConnectionId {
    return this.currentSnapshot.connection;
  }

  /** The newest that is known of the connection. */
  get snapshot(): ConnectionSnapshot {
    return this.currentSnapshot;
  }

  get title(): string {
    return this.window.title;
  }

  /** The masked address of the panel. */
  get address(): string {
    return this.url;
  }

  get active(): boolean {
    return this.window.active;
  }

  /** Whether there is a connection to end: it is connecting, open or closing. */
  get live(): boolean {
    return ['connecting', 'open', 'closing'].includes(this.currentSnapshot.state);
  }

  /** The capture that the panel writes or shows. */
  get capture(): CaptureId | undefined {
    return this.currentSnapshot.storage?.capture;
  }

  onDidDispose(listener: () => void): void {
    this.window.onDidDispose(listener);
  }

  reveal(): void {
    this.window.reveal();
  }

  dispose(): void {
    this.window.dispose();
  }

  /**
   * Dials; resolves when dialling has begun. What comes of it arrives in snapshots.
   *
   * @throws RequestError `already-open`, or why the inspector could not be asked.
   */
  async open(address: Address, dial: DialOptions): Promise<void> {
    const { masked } = address;
    const { connection, lastDial, url, rowsLost, loss } = this;
    // Noted before it is asked for: a panel that is closed meanwhile must end what it began.
    const { subprotocols, headers, habits } = dial;
    const noted = { masked, subprotocols, headers, habits };
    this.holds = true;
    this.loss = undefined;
    this.note(noted, masked, false);
    try {
      await this.services.beforeDial(address);
      // The panel was closed meanwhile: nobody would end what began now.
      if (this.disposed) return;
      await this.services.inspector.request('connection/open', { connection, dial });
    } catch (error) {
      // The panel goes on with what it showed. A first dial may have begun and must be ended.
      if (this.lastDial === noted) {
        this.loss = loss;
        this.note(lastDial ?? noted, url, rowsLost);
      }
      throw error;
    }
    await this.services.addresses.remember(address);
  }

  /**
   * Shows a stored capture in place of a connection.
   *
   * @throws RequestError why it cannot be opened
   */
  async showCapture(capture: CaptureId): Promise<void> {
    const { connection } = this;
    this.holds = true;
    const shown = this.services.inspector
      .request('captures/open', { connection, capture }, { timeLimitMs: openTimeLimitMs })
      .then((snapshot) => this.show(snapshot));
    this.opening = shown.catch(() => {});
    await shown;
    if (!this.disposed) this.window.title = captureTitle(this.url);
  }

  /** Shows the rows again that the panel had before a reload of the window; says if they are lost. */
  async restore(capture: CaptureId | undefined): Promise<void> {
    if (capture === undefined) {
      this.rowsLost = true;
      return;
    }
    try {
      await this.showCapture(capture);
    } catch (error) {
      this.rowsLost = true;
      this.services.log.warn(`Capture ${capture} was not shown again: ${describeFailure(error)}`);
    }
  }

  /** Gives up while connecting; starts the closing handshake of an open connection. */
  async disconnect(): Promise<void> {
    if (this.currentSnapshot.state === 'connecting') await this.cancel();
    else await this.close();
  }

  async cancel(): Promise<void> {
    const { connection } = this;
    await this.services.inspector.request('connection/cancel', { connection });
  }

  async close(): Promise<void> {
    const { connection } = this;
    const params = { connection, code: normalClosure, reason: '' };
    await this.services.inspector.request('connection/close', params);
  }

  /** @throws RequestError as `frame/send` does. */
  async send(draft: FrameDraft, confirmed: boolean): Promise<void> {
    const { connection } = this;
    await this.services.inspector.request('frame/send', { connection, draft, confirmed });
  }

  /** Has the panel's document do what a command asks for. */
  run(command: PanelCommand): void {
    this.endpoint.notify('command/run', { command });
  }

  /** Takes news of the connection and hands it on to the document. */
  show(news: ConnectionSnapshot): void {
    const snapshot = this.withLoss(news);
    const { state, problem } = this.currentSnapshot;
    this.currentSnapshot = snapshot;
    this.endpoint.notify('connection/changed', snapshot);
    if (snapshot.problem && snapshot.problem.code !== problem?.code) this.logProblem(snapshot);
    if (snapshot.state === state) return;
    this.logState(snapshot);
    this.stateChanged();
  }

  /**
   * The inspector has ended and with it the connection. The panel begins anew, with a new
   * document, so that nothing it still shows or holds is taken for alive, and shows what was
   * written of its rows. An inspector that ends of that is not asked again.
   */
  loseInspector(): void {
    if (!this.holds) return;
    const { capture, loss } = this;
    this.holds = false;
    this.lastDial = undefined;
    this.loss = inspectorEnded;
    const { nextConnection, memoryLimit } = this.services;
    this.currentSnapshot = idleSnapshot(nextConnection(), memoryLimit(), this.loss);
    this.window.load(this.connection);
    this.stateChanged();
    if (capture !== undefined && !loss) void this.restore(capture);
  }

  /** What a document that has just been built is told. */
  async welcome(hello: Hello): Promise<Welcome> {
    if (!isSameBuild(hello)) {
      this.services.log.warn(`A panel of build ${hello.build} met a host of build ${build}.`);
    }
    await this.opening;
    await this.catchUp();
    return {
      ...hostHello,
      snapshot: this.currentSnapshot,
      url: this.url,
      rowsLost: this.rowsLost,
    };
  }

  /** Reads what a document that was hidden, and is now built anew, was not told. */
  private async catchUp(): Promise<void> {
    if (!this.holds) return;
    const { connection } = this;
    try {
      const { inspector } = this.services;
      const snapshot = await inspector.request('connection/read', { connection });
      this.currentSnapshot = this.withLoss(snapshot);
    } catch (error) {
      this.services.log.error(`The inspector did not answer: ${describeFailure(error)}`);
    }
  }

  /** Dials the address that stands in the panel, in the way in which it was dialled last. */
  async openFromPanel({
    url,
    acceptUntrustedCertificate,
    habits,
  }: PanelMethods['connection/open']['params']): Promise<void> {
    const address = await this.services.addresses.resolve(url);
    // Header fields may hold credentials: they go to the address they were given for, only.
    const last = this.lastDial?.masked === address.masked ? this.lastDial : undefined;
    await this.open(address, {
      url: address.url,
      subprotocols: last?.subprotocols ?? [],
      headers: last?.headers ?? {},
      acceptUntrustedCertificate,
      habits: habits ?? last?.habits,
    });
  }

  private note(lastDial: LastDial, url: string, rowsLost: boolean): void {
    this.lastDial = lastDial;
    this.url = url;
    this.rowsLost = rowsLost;
    if (!this.disposed) this.window.title = panelTitle(url);
  }

  private forget(): void {
    this.disposed = true;
    if (!this.holds) return;
    const { connection } = this;
    this.services.inspector.request('connection/forget', { connection }).catch(() => {
      // An inspector that does not answer any more has nothing left to forget.
    });
  }

  private withLoss(snapshot: ConnectionSnapshot): ConnectionSnapshot {
    return this.loss ? { ...snapshot, problem: snapshot.problem ?? this.loss } : snapshot;
  }

  private stateChanged(): void {
    if (this.disposed) return;
    this.window.showJoined(this.currentSnapshot.state === 'open');
    this.options.onChange();
  }

  private logState({ connection, state, url, close }: ConnectionSnapshot): void {
    const code = state === 'closed' && close ? ` with code ${close.code}` : '';
    this.services.log.info(`${connection} ${url}: ${state}${code}`);
  }

  private logProblem({ connection, url, problem }: ConnectionSnapshot): void {
    this.services.log.warn(`${connection} ${url}: ${problem?.code}: ${problem?.message}`);
  }
}

const inspectorEnded: Problem = {
  code: 'inspector-ended',
  message:
    'The inspector, which held this connection, ended unexpectedly. What it had written to disk is shown. Connect again to go on.',
  detail: undefined,
};
