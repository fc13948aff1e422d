import type { Capture } from '../capture/capture';
import type { Direction } from '../wire/direction';
import { readDraft, type DraftFinding, type DraftReading } from '../wire/draftReading';
import type { Traffic } from './connectionFacts';
import { DirectionRecorder, type DirectionRecorderOptions } from './directionRecorder';
import { firstFrames } from './framePreparer';
import type { DeflateParameters } from './permessageDeflate';
import type { TapListener } from './tap';

export interface ConnectionRecorderOptions extends Pick<DirectionRecorderOptions, 'onChange'> {
  readonly capture: Capture;
  /** The address dialled, secret values masked. */
  readonly url: string;
  /** Called with the unmasked payload of each close frame. */
  readonly onCloseFrame: (direction: Direction, payload: Uint8Array) => void;
  /** Called with true when inflating what is received falls behind, with false when it does not. */
  readonly onPressure: (tooMuch: boolean) => void;
}

/** Records both directions of a connection. */
export class ConnectionRecorder implements TapListener {
  private readonly in: DirectionRecorder;
  private readonly out: DirectionRecorder;

  constructor(private readonly options: ConnectionRecorderOptions) {
    const starts = options.capture.beginConnection(options.url);
    this.in = this.make('in', starts.in, options.onPressure);
    // What is sent is slowed down by deflating it already.
    this.out = this.make('out', starts.out, () => {});
  }

  get traffic(): Readonly<Record<Direction, Traffic>> {
    return { in: this.in.traffic, out: this.out.traffic };
  }

  /** Both heads of the opening handshake with their secrets, one character a byte. */
  get heads(): { readonly request: string; readonly response: string } {
    return { request: this.out.headText, response: this.in.headText };
  }

  /** Whether fragments are missing of a message that the other end has begun. */
  get insideMessage(): boolean {
    return this.in.frameDecoder?.insideMessage ?? false;
  }

  received(chunk: Uint8Array): void {
    this.in.push(chunk);
  }

  sent(chunk: Uint8Array): void {
    this.out.push(chunk);
  }

  /**
   * Takes what follows the opening handshake for frames.
   *
   * @param deflate how they are compressed; `undefined` if they are not
   */
  open(deflate: Readonly<Record<Direction, DeflateParameters>> | undefined): void {
    this.options.capture.setPermessageDeflate(deflate !== undefined);
    this.out.open(deflate?.out);
    this.in.open(deflate?.in);
  }

  /** Takes the next message that `ws` has read, inflated. */
  messageRead(bytes: Uint8Array): void {
    this.in.messageRead(bytes);
  }

  end(): void {
    this.in.end();
    this.out.end();
  }

  /** Resolves when every compressed message recorded so far has been inflated. */
  async inflated(): Promise<void> {
    await Promise.all([this.in.inflated(), this.out.inflated()]);
  }

  /**
   * What the other end would read in bytes if this end sent them next.
   *
   * @param more findings that the bytes do not show by themselves
   */
  readDraft(chunks: readonly Uint8Array[], more: readonly DraftFinding[]): DraftReading {
    return readDraft(chunks, this.out.frameDecoder ?? firstFrames(), more);
  }

  private make(
    direction: Direction,
    startPosition: number,
    onPressure: (tooMuch: boolean) => void,
  ): DirectionRecorder {
    const { capture, onChange, onCloseFrame } = this.options;
    return new DirectionRecorder({
      direction,
      capture,
      startPosition,
      onChange,
      onCloseFrame: (payload) => onCloseFrame(direction, payload),
      onPressure,
    });
  }
}
