import type { PanelShell } from './panelShell';
import { makeSeparator } from './separator';
import type { ViewState } from './viewState';

/** Width in CSS pixels from which list and detail stand beside each other. */
const besideFrom = 760;

type Shares = Pick<ViewState, 'detailBeside' | 'detailUnder'>;

export interface PanelLayoutOptions {
  readonly root: HTMLElement;
  readonly shell: PanelShell;
  /** Shares of the detail, in percent. */
  readonly shares: () => Shares;
  readonly onShares: (shares: Partial<Shares>) => void;
  /** The panel has another size. */
  readonly onResize: () => void;
}

export interface PanelLook {
  /** What stands beside or under the list. */
  readonly side: 'detail' | 'statistics' | undefined;
  /** The panel can no longer be used. */
  readonly isDead: boolean;
}

/** Where the parts of the panel stand: beside each other where there is room, else under. */
export class PanelLayout {
  /** CSS pixels; to ask the element in every draw would cost a layout. */
  private width = 0;

  constructor(private readonly options: PanelLayoutOptions) {
    const { root, shell, onResize } = options;
    makeSeparator({
      element: shell.separator,
      container: shell.body,
      isBeside: () => this.isBeside,
      share: () => this.share,
      onShare: (share) =>
        options.onShares(this.isBeside ? { detailBeside: share } : { detailUnder: share }),
    });
    const observer = new ResizeObserver(() => {
      this.width = root.clientWidth;
      onResize();
    });
    observer.observe(root);
    observer.observe(shell.statistics);
  }

  apply({ side, isDead }: PanelLook): void {
    const { root, shell } = this.options;
    root.classList.toggle('dead', isDead);
    root.classList.toggle('beside', this.isBeside);
    root.classList.toggle('with-detail', side !== undefined);
    shell.detail.hidden = side === 'statistics';
    shell.statistics.hidden = side !== 'statistics';
    root.style.setProperty('--detail-share', `${this.share}%`);
    shell.separator.ariaOrientation = this.isBeside ? 'vertical' : 'horizontal';
    shell.separator.ariaValueNow = String(this.share);
  }

  private get isBeside(): boolean {
    return this.width >= besideFrom;
  }

  private get share(): number {
    const { detailBeside, detailUnder } = this.options.shares();
    return this.isBeside ? detailBeside : detailUnder;
  }
}
