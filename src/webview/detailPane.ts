import { render, type TemplateResult } from 'lit-html';
import type { DetailContent } from './detailContent';
import { DetailReader, type DetailReaderOptions, type DetailState } from './detailReader';
import { LazyPart } from './lazyPart';
import { lazyPartView, placeholder } from './lazyPartView';
import type { RowSpan } from './rowCache';
import type { DetailTab } from './viewState';

export interface DetailPaneOptions extends Pick<DetailReaderOptions, 'readDetail' | 'readBytes'> {
  readonly place: HTMLElement;
  readonly onTab: (tab: DetailTab) => void;
  readonly onClose: () => void;
  /** The user goes back to the list; the detail stays. */
  readonly onLeave: () => void;
  /** The user wants to see the row among all rows. */
  readonly onShowInContext: (rows: RowSpan) => void;
  /** Puts a text on the clipboard. @returns whether it is there */
  readonly onCopy: (text: string) => Promise<boolean>;
  /** There is something else to draw. */
  readonly onChange: () => void;
}

export interface DetailPaneInput {
  readonly tab: DetailTab;
  readonly isFiltered: boolean;
  readonly rowActions: TemplateResult;
}

/** The detail of the selected row: what was read of it. What it looks like is loaded lazily. */
export class DetailPane {
  private state: DetailState | undefined;
  private readonly reader: DetailReader;
  private readonly content: LazyPart<DetailContent>;

  constructor(private readonly options: DetailPaneOptions) {
    const { place, readDetail, readBytes, onLeave, onChange } = options;
    this.content = new LazyPart({ load: () => this.loadContent(), onChange });
    this.reader = new DetailReader({
      readDetail,
      readBytes,
      onChange: (state) => {
        this.state = state;
        onChange();
      },
    });
    place.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      onLeave();
    });
  }

  /** The row that is shown. */
  get row(): number | undefined {
    return this.state?.row;
  }

  /** The user may soon open it. */
  prepare(): void {
    this.content.want();
  }

  /** Begins with another row, or with the same anew; `undefined` shows none. */
  show(row: number | undefined): void {
    this.content.part?.reset();
    this.reader.show(row);
  }

  /** Takes in how many rows there are. */
  rowsAre(total: number): void {
    this.reader.rowsAre(total);
  }

  focus(): void {
    this.find('[role="tab"][aria-selected="true"]', placeholder)?.focus();
  }

  draw({ tab, isFiltered, rowActions }: DetailPaneInput): void {
    const { place } = this.options;
    const { part } = this.content;
    if (!part) {
      this.content.want();
      render(lazyPartView(this.content), place);
      return;
    }
    const isAwaited = this.find(placeholder)?.contains(document.activeElement);
    part.draw({
      state: this.state,
      tab,
      rowActions,
      onShowInContext: isFiltered ? () => this.showInContext() : undefined,
    });
    if (isAwaited) this.focus();
  }

  private async loadContent(): Promise<DetailContent> {
    const { DetailContent } = await import('./detailContent');
    return new DetailContent({
      ...this.options,
      onShowFrame: (row) => this.show(row),
      onShowMore: () => this.reader.showMore(),
    });
  }

  private find(...selectors: string[]): HTMLElement | null {
    return this.options.place.querySelector<HTMLElement>(selectors.join());
  }

  private showInContext(): void {
    const { row } = this;
    if (row !== undefined) this.options.onShowInContext({ start: row, count: 1 });
  }
}
