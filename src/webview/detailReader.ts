import type { BytesView, FrameDetail } from '../protocol/frameDetail';
import { isControlFrame } from './frameKind';
import { headBytes, type ByteHeads } from './payloadLayers';
import { readRowBytes, type ReadBytes, type RowBytes } from './rowBytes';

/** Largest payload that is shown as text unasked, in bytes: what is laid out without a pause. */
export const largestUnasked = 256 * 1024;
/** Most bytes of one payload that are ever shown as text. */
export const mostShown = 4 * 1024 * 1024;

/** What is known of the selected row so far; `undefined` parts are still being read. */
export interface DetailState {
  readonly row: number;
  readonly detail: FrameDetail | undefined;
  /** Which bytes stand in `payload`: those of the whole message, or of this frame alone. */
  readonly payloadView: BytesView;
  readonly payload: RowBytes | undefined;
  /** The beginnings of all forms of the frame. */
  readonly heads: ByteHeads | undefined;
  /** How many bytes of the payload the user wants to see as text. */
  readonly most: number;
  readonly failure: string | undefined;
}

export interface DetailReaderOptions {
  readonly readDetail: (row: number, signal: AbortSignal) => Promise<FrameDetail>;
  readonly readBytes: ReadBytes;
  readonly onChange: (state: DetailState | undefined) => void;
}

/** Reads what the detail shows of the selected row, and gives up on rows left behind. */
export class DetailReader {
  private state: DetailState | undefined;
  private abort = new AbortController();
  /** How many rows there are, and how many there were when the detail was last read. */
  private total = 0;
  private totalRead = 0;
  /** What is being read; one read follows another. */
  private work = Promise.resolve();

  constructor(private readonly options: DetailReaderOptions) {}

  /** Begins with another row; `undefined` shows none. */
  show(row: number | undefined): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.change(row === undefined ? undefined : firstState(row));
    if (row !== undefined) this.work = this.read(row, this.abort.signal);
  }

  /** Takes in how many rows there are: a message that is shown unfinished may go on in new ones. */
  rowsAre(total: number): void {
    if (total === this.total) return;
    this.total = total;
    const { row } = this.state ?? {};
    if (row === undefined) return;
    const { signal } = this.abort;
    this.work = this.work.then(() => this.readOn(row, signal));
  }

  /** Reads on up to {@link mostShown} bytes of a payload that was too large to show unasked. */
  showMore(): void {
    if (!this.state) return;
    this.change({ ...this.state, most: mostShown });
    this.work = this.read(this.state.row, this.abort.signal);
  }

  private async read(row: number, signal: AbortSignal): Promise<void> {
    try {
      const detail = await this.readDetail(row, signal);
      const payloadView = payloadViewOf(detail);
      this.patch(signal, { detail, payloadView });
      if (detail.kind === 'status') return;
      const payload = await this.readView(row, payloadView, signal);
      this.patch(signal, { payload });
      this.patch(signal, { heads: await this.readHeads(row, payloadView, payload, signal) });
    } catch (error) {
      this.fail(signal, error);
    }
  }

  /** Reads an unfinished message again; what is shown stays until the new can take its place. */
  private async readOn(row: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.totalRead === this.total || !isUnfinished(this.state?.detail))
      return;
    try {
      const detail = await this.readDetail(row, signal);
      if (isUnfinished(detail)) {
        this.patch(signal, { detail });
        return;
      }
      const payloadView = payloadViewOf(detail);
      const payload = await this.readView(row, payloadView, signal);
      const heads = await this.readHeads(row, payloadView, payload, signal);
      this.patch(signal, { detail, payloadView, payload, heads });
    } catch (error) {
      this.fail(signal, error);
    }
  }

  private readDetail(row: number, signal: AbortSignal): Promise<FrameDetail> {
    this.totalRead = this.total;
    return this.options.readDetail(row, signal);
  }

  private fail(signal: AbortSignal, error: unknown): void {
    this.patch(signal, { failure: error instanceof Error ? error.message : String(error) });
  }

  private readView(row: number, view: BytesView, signal: AbortSignal): Promise<RowBytes> {
    const most = this.state?.most ?? largestUnasked;
    return readRowBytes(this.options.readBytes, row, view, most, signal);
  }

  private async readHeads(
    row: number,
    payloadView: BytesView,
    read: RowBytes,
    signal: AbortSignal,
  ): Promise<ByteHeads> {
    const head = (view: BytesView) =>
      readRowBytes(this.options.readBytes, row, view, headBytes, signal);
    const frame = await head('frame');
    if (payloadView === 'payload') return { frame, payload: read, message: undefined };
    return { frame, payload: await head('payload'), message: read };
  }

  private patch(signal: AbortSignal, part: Partial<DetailState>): void {
    if (!signal.aborted && this.state) this.change({ ...this.state, ...part });
  }

  private change(state: DetailState | undefined): void {
    this.state = state;
    this.options.onChange(state);
  }
}

function firstState(row: number): DetailState {
  return {
    row,
    detail: undefined,
    payloadView: 'payload',
    payload: undefined,
    heads: undefined,
    most: largestUnasked,
    failure: undefined,
  };
}

function isUnfinished(detail: FrameDetail | undefined): boolean {
  return (
    detail?.kind === 'frame' && detail.message !== undefined && detail.message.lastRow === undefined
  );
}

/** A whole message that can be read says more than one of its fragments. */
function payloadViewOf(detail: FrameDetail): BytesView {
  if (detail.kind === 'status' || isControlFrame(detail.fields.opcode)) return 'payload';
  const { message } = detail;
  const readable = message?.lastRow !== undefined && message.problem === undefined;
  return readable ? 'message' : 'payload';
}
