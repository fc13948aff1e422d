import { finOf, opcodeOf, rsv1Of } from '../wire/frameBits';
import { isControl } from '../wire/opcode';
import { InflateWindow } from './inflateWindow';
import { MessageInflater, type MessageInflaterOptions, wholeMessage } from './messageInflater';

interface Frame {
  readonly row: number;
  readonly firstByte: number;
  readonly payload: () => Uint8Array | undefined;
}

/** Frames that may have been taken before the list of them is cut. */
const slackFrames = 1024;

/**
 * The compressed messages of the direction that `ws` reads: it inflates them anyway, one after
 * another, so that doing it again would be in vain. What it does not get to, since the connection
 * ends or a message is at fault, is inflated here at the end.
 */
export class ReceivedMessages {
  /** Data frames of the messages that `ws` has not read yet, from `head` on. */
  private frames: Frame[] = [];
  private head = 0;
  /** Messages of which all frames have come, and those of them that `ws` has read. */
  private come = 0;
  private read = 0;
  private waiting: { readonly until: number; readonly resolve: () => void }[] = [];
  private readonly window: InflateWindow;

  constructor(private readonly options: Omit<MessageInflaterOptions, 'window'>) {
    this.window = new InflateWindow(options.windowBits);
  }

  /** Takes the next frame; see `MessageInflater`. */
  push(row: number, firstByte: number, payload: () => Uint8Array | undefined): void {
    if (isControl(opcodeOf(firstByte))) return;
    this.frames.push({ row, firstByte, payload });
    if (finOf(firstByte)) this.come++;
  }

  /** Takes the next message that `ws` has read, compressed or not, inflated. */
  take(bytes: Uint8Array): void {
    const first = this.nextFrame();
    if (!first) return;
    for (let last: Frame | undefined = first; last && !finOf(last.firstByte);)
      last = this.nextFrame();
    this.read++;
    if (rsv1Of(first.firstByte)) {
      if (this.options.contextTakeover) this.window.add(bytes);
      this.options.onMessage(first.row, wholeMessage(bytes));
    }
    this.releaseWaiting();
  }

  /** Resolves when every message is inflated of which all frames have come so far. */
  async idle(): Promise<void> {
    const until = this.come;
    if (this.read >= until) return;
    await new Promise<void>((resolve) => this.waiting.push({ until, resolve }));
  }

  /** `ws` reads no more, and no frame follows. */
  async end(): Promise<void> {
    const inflater = new MessageInflater({ ...this.options, window: this.window });
    for (const { row, firstByte, payload } of this.frames.slice(this.head)) {
      inflater.push(row, firstByte, payload);
    }
    this.frames = [];
    this.head = 0;
    await inflater.end();
    this.read = this.come;
    this.releaseWaiting();
  }

  private nextFrame(): Frame | undefined {
    const frame = this.frames[this.head];
    this.head++;
    if (this.head > slackFrames && this.head * 2 > this.frames.length) {
      this.frames = this.frames.slice(this.head);
      this.head = 0;
    }
    return frame;
  }

  private releaseWaiting(): void {
    if (this.waiting.length === 0) return;
    for (const { until, resolve } of this.waiting) if (this.read >= until) resolve();
    this.waiting = this.waiting.filter(({ until }) => this.read < until);
  }
}
