import type { TemplateResult } from 'lit-html';
import type { BytesView } from '../protocol/frameDetail';
import { ByteViewer } from './byteViewer';
import type { DetailState } from './detailReader';
import { detailView } from './detailView';
import { FrameMicroscope } from './frameMicroscope';
import type { PayloadLook } from './payloadView';
import type { ReadBytes } from './rowBytes';
import type { DetailTab } from './viewState';

export interface DetailContentOptions {
  readonly place: HTMLElement;
  readonly readBytes: ReadBytes;
  readonly onTab: (tab: DetailTab) => void;
  readonly onClose: () => void;
  /** The user wants to see another frame of the message. */
  readonly onShowFrame: (row: number) => void;
  /** The user wants to see more of a large payload. */
  readonly onShowMore: () => void;
  /** Puts a text on the clipboard. @returns whether it is there */
  readonly onCopy: (text: string) => Promise<boolean>;
  /** There is something else to draw. */
  readonly onChange: () => void;
}

export interface DetailContentInput {
  /** `undefined` while no row is selected. */
  readonly state: DetailState | undefined;
  readonly tab: DetailTab;
  readonly rowActions: TemplateResult;
  /** Shows the row among all rows; absent while all rows show. */
  readonly onShowInContext: (() => void) | undefined;
}

/** How the user wants to see what was read of a row: the views of the detail and their state. */
export class DetailContent {
  /** How the payload is to be shown; `undefined` leaves it to the payload. */
  private look: PayloadLook | undefined;
  /** Which bytes of a frame are to be shown, where it has them. */
  private bytesView: BytesView = 'frame';
  private readonly microscope: FrameMicroscope;
  private readonly frameBytes: ByteViewer;
  private readonly payloadBytes: ByteViewer;

  constructor(private readonly options: DetailContentOptions) {
    const { readBytes, onCopy, onChange } = options;
    const shared = { readBytes, copyText: onCopy, onChange };
    const frameLabel = 'Bytes of the frame as hex and ASCII';
    this.frameBytes = new ByteViewer({ ...shared, id: 'frame-byte', label: frameLabel });
    const payloadLabel = 'Payload as hex and ASCII';
    this.payloadBytes = new ByteViewer({ ...shared, id: 'payload-byte', label: payloadLabel });
    this.microscope = new FrameMicroscope(onChange);
  }

  /** Begins with another row. */
  reset(): void {
    this.look = undefined;
    this.microscope.reset();
  }

  draw(input: DetailContentInput): void {
    const { place, onTab, onClose, onShowFrame, onShowMore, onCopy, onChange } = this.options;
    detailView(
      {
        ...input,
        look: this.look,
        microscope: this.microscope,
        frameBytes: this.frameBytes,
        payloadBytes: this.payloadBytes,
        onShowFrame,
        bytesView: this.bytesView,
        onBytesView: (view) => {
          this.bytesView = view;
          onTab('bytes');
        },
        onTab,
        onClose,
        onLook: (look) => {
          this.look = look;
          onChange();
        },
        onShowMore,
        onCopy: (text) => void onCopy(text),
      },
      place,
    );
  }
}
