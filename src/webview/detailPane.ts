import type { TemplateResult } from 'lit-html';
import type { BytesView } from '../protocol/frameDetail';
import { ByteViewer } from './byteViewer';
import { DetailReader, type DetailReaderOptions, type DetailState } from './detailReader';
import { detailView } from './detailView';
import { FrameMicroscope } from './frameMicroscope';
import type { PayloadLook } from './payloadView';
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

/** The detail of the selected row: what was read of it, and how the user wants to see it. */
export class DetailPane {
  private state: DetailState | undefined;
  /** How the payload is to be shown; `undefined` leaves it to the payload. */
  private look: PayloadLook | undefined;
  /** Which bytes of a frame are to be shown, where it has them. */
  private bytesView: BytesView = 'frame';
  private readonly reader: DetailReader;
  private readonly microscope: FrameMicroscope;
  private readonly frameBytes: ByteViewer;
  private readonly payloadBytes: ByteViewer;

  constructor(private readonly options: DetailPaneOptions) {
    const { place, readDetail, readBytes, onLeave, onCopy, onChange } = options;
    const shared = { readBytes, copyText: onCopy, onChange };
    const frameLabel = 'Bytes of the frame as hex and ASCII';
    this.frameBytes = new ByteViewer({ ...shared, id: 'frame-byte', label: frameLabel });
    const payloadLabel = 'Payload as hex and ASCII';
    this.payloadBytes = new ByteViewer({ ...shared, id: 'payload-byte', label: payloadLabel });
    this.microscope = new FrameMicroscope(onChange);
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

  /** Begins with another row, or with the same anew; `undefined` shows none. */
  show(row: number | undefined): void {
    this.look = undefined;
    this.microscope.reset();
    this.reader.show(row);
  }

  /** Takes in how many rows there are. */
  rowsAre(total: number): void {
    this.reader.rowsAre(total);
  }

  focus(): void {
    const { place } = this.options;
    place.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }

  draw({ tab, isFiltered, rowActions }: DetailPaneInput): void {
    const { place, onTab, onClose, onCopy } = this.options;
    detailView(
      {
        state: this.state,
        tab,
        look: this.look,
        microscope: this.microscope,
        frameBytes: this.frameBytes,
        payloadBytes: this.payloadBytes,
        onShowFrame: (row) => this.show(row),
        bytesView: this.bytesView,
        onBytesView: (view) => {
          this.bytesView = view;
          onTab('bytes');
        },
        onTab,
        onClose,
        rowActions,
        onShowInContext: isFiltered ? () => this.showInContext() : undefined,
        onLook: (look) => {
          this.look = look;
          this.options.onChange();
        },
        onShowMore: () => this.reader.showMore(),
        onCopy: (text) => void onCopy(text),
      },
      place,
    );
  }

  private showInContext(): void {
    const { row } = this;
    if (row !== undefined) this.options.onShowInContext({ start: row, count: 1 });
  }
}
