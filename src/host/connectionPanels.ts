import {
  EventEmitter,
  ViewColumn,
  window,
  type Uri,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import type { ConnectionId, ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { StoredCapture } from '../protocol/inspectorProtocol';
import { ConnectionPanel, type PanelServices } from './connectionPanel';
import { connectionView } from './ids';
import { readPanelState } from './panelState';
import { panelTitle } from './panelTitle';
import { webviewOptions, webviewWindow } from './webviewWindow';

/** All panels of the window; VS Code asks it to restore those that a reload left behind. */
export class ConnectionPanels implements WebviewPanelSerializer {
  private readonly panels = new Set<ConnectionPanel>();
  private readonly changed = new EventEmitter<void>();
  /** Fires when a connection's state has changed, or a panel has come or gone. */
  readonly onDidChange = this.changed.event;

  private readonly closed = new EventEmitter<void>();
  /** Fires when a panel has gone; what it captured stays on disk. */
  readonly onDidClose = this.closed.event;

  constructor(
    private readonly extensionUri: Uri,
    private readonly services: PanelServices,
  ) {}

  /** The panel that the user is in. */
  get active(): ConnectionPanel | undefined {
    return [...this.panels].find((panel) => panel.active);
  }

  /** Panels whose connection is connecting, open or closing. */
  get live(): readonly ConnectionPanel[] {
    return [...this.panels].filter((panel) => panel.live);
  }

  /** Panels whose connection is open. */
  get open(): readonly ConnectionPanel[] {
    return [...this.panels].filter((panel) => panel.snapshot.state === 'open');
  }

  find(connection: ConnectionId): ConnectionPanel | undefined {
    return [...this.panels].find((panel) => panel.connection === connection);
  }

  /** Opens a panel in the active editor group. */
  create(url: string): ConnectionPanel {
    const panel = window.createWebviewPanel(
      connectionView,
      panelTitle(url),
      ViewColumn.Active,
      webviewOptions(this.extensionUri),
    );
    return this.add(panel, url);
  }

  /**
   * Shows a stored capture, in the panel that has it if there is one.
   *
   * @throws RequestError why it cannot be opened
   */
  async openCapture({ capture, url }: Pick<StoredCapture, 'capture' | 'url'>): Promise<void> {
    const known = [...this.panels].find((panel) => panel.capture === capture);
    if (known) {
      known.reveal();
      return;
    }
    const panel = this.create(url);
    try {
      await panel.showCapture(capture);
    } catch (error) {
      panel.dispose();
      throw error;
    }
  }

  async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const restored = readPanelState(state);
    if (!restored) this.services.log.warn('A panel was restored empty: its state is unknown.');
    const restoredPanel = this.add(panel, restored?.url ?? '');
    if (restored?.hadRows) await restoredPanel.restore(restored.capture);
  }

  /** Hands news of a connection to its panel. */
  receive(snapshot: ConnectionSnapshot): void {
    this.find(snapshot.connection)?.show(snapshot);
  }

  /** Tells every panel that the inspector has ended. */
  loseInspector(): void {
    for (const panel of this.panels) panel.loseInspector();
  }

  private add(webviewPanel: WebviewPanel, url: string): ConnectionPanel {
    const panel = new ConnectionPanel({
      window: webviewWindow(webviewPanel, this.extensionUri),
      url,
      services: this.services,
      onChange: () => this.changed.fire(),
    });
    this.panels.add(panel);
    panel.onDidDispose(() => {
      this.panels.delete(panel);
      this.changed.fire();
      this.closed.fire();
    });
    return panel;
  }
}
