import type { ConnectionSnapshot } from '../protocol/connectionSnapshot';
import { withoutSecrets } from './addressText';
import { messageOf } from './messageOf';
import { firstPanelState, noRows, withSnapshot, type PanelState } from './panelState';
import type { ViewState } from './viewState';

/** Milliseconds after the last change until the view state is handed to VS Code. */
const keepAfterMs = 150;

export interface PanelModelOptions {
  readonly view: ViewState;
  /** Hands the view state to VS Code, which keeps it while the panel is hidden. */
  readonly keep: (view: ViewState) => void;
  /** Something has changed that may show, and that the user waits for. */
  readonly onChange: () => void;
  /** The figures of the connection have changed, which they may do many times a second. */
  readonly onFigures: () => void;
}

/** What the panel knows of its connection, and what VS Code is to keep of the user's view. */
export class PanelModel {
  private knows: PanelState = firstPanelState;
  private keeps: ViewState;
  private address: string;
  private keepTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: PanelModelOptions) {
    this.keeps = options.view;
    this.address = options.view.url;
  }

  get state(): PanelState {
    return this.knows;
  }

  get view(): ViewState {
    return this.keeps;
  }

  /** What stands in the address field; it may hold secrets, which `view.url` never does. */
  get url(): string {
    return this.address;
  }

  get isFiltered(): boolean {
    return this.knows.snapshot?.filter !== undefined;
  }

  change(part: Partial<PanelState>): void {
    this.knows = { ...this.knows, ...part };
    this.options.onChange();
  }

  keep(part: Partial<ViewState>): void {
    this.keeps = { ...this.keeps, ...part };
    clearTimeout(this.keepTimer);
    this.keepTimer = setTimeout(() => this.keepNow(), keepAfterMs);
    this.options.onChange();
  }

  keepNow(): void {
    clearTimeout(this.keepTimer);
    this.options.keep(this.keeps);
  }

  /** The user has typed another address. */
  typeUrl(url: string): void {
    this.address = url;
    this.keep({ url: withoutSecrets(url) });
  }

  /** Takes the address that the host suggests, unless one stands there. */
  suggestUrl(url: string): void {
    if (this.address === '') this.address = url;
  }

  /** @param nowMs milliseconds of `performance.now()` */
  take(snapshot: ConnectionSnapshot, nowMs: number): void {
    const { url } = snapshot;
    // What was dialled can be kept as the inspector masked it.
    if (url !== '' && url !== this.knows.snapshot?.url) this.keep({ url });
    // The host can tell by now what the asterisks of this address stand for.
    if (snapshot.state === 'open') this.address = url;
    const isOtherState = snapshot.state !== this.knows.snapshot?.state;
    this.knows = withSnapshot(this.knows, snapshot, nowMs);
    this.keepCapture();
    if (isOtherState) this.options.onChange();
    else this.options.onFigures();
  }

  /** Waits for something that the user asked for, and keeps why it failed. @returns if it did not */
  async tell(answer: Promise<unknown>): Promise<boolean> {
    this.change({ failure: undefined });
    try {
      await answer;
      return true;
    } catch (error) {
      this.change({ failure: messageOf(error) });
      return false;
    }
  }

  /** Keeps where the rows are, so that they can be shown again after a reload. */
  private keepCapture(): void {
    const { rows = noRows, storage } = this.knows.snapshot ?? {};
    const hadRows = rows.total > 0;
    const capture = storage?.capture ?? '';
    const { view } = this;
    if (hadRows !== view.hadRows || capture !== view.capture) this.keep({ hadRows, capture });
  }
}
