import { isUtf8 } from 'node:buffer';
import type { Capture } from '../capture/capture';
import type { Direction } from '../wire/direction';
import { opcodeOf } from '../wire/frameBits';
import { FrameDecoder, type DecodedFrame } from '../wire/frameDecoder';
import { HandshakeHead } from '../wire/handshakeHead';
import { Opcode } from '../wire/opcode';
import { nowUs } from './clock';
import type { Traffic } from './connectionFacts';
import { MessageInflater } from './messageInflater';
import type { DeflateParameters } from './permessageDeflate';
import { ReceivedMessages } from './receivedMessages';

export interface DirectionRecorderOptions {
  readonly direction: Direction;
  readonly capture: Capture;
  /** Where the connection's frames start in the capture's stream of this direction. */
  readonly startPosition: number;
  /** Called with the unmasked payload of each close frame. */
  readonly onCloseFrame: (payload: Uint8Array) => void;
  /** Called when something was recorded that can be shown. */
  readonly onChange: () => void;
  /** Called with true when the inflater falls behind, with false when it has caught up. */
  readonly onPressure: (tooMuch: boolean) => void;
}

/** Records one direction of a connection: the head of the opening handshake, then the frames. */
export class DirectionRecorder {
  private head = new HandshakeHead();
  private held: Uint8Array[] = [];
  private decoder: FrameDecoder | undefined;
  private inflater: MessageInflater | ReceivedMessages | undefined;
  private timeUs = 0;
  private frames = 0;
  private bytes = 0;

  constructor(private readonly options: DirectionRecorderOptions) {}

  /** This side's part of the opening handshake, as far as it has come, one character a byte. */
  get headText(): string {
    return this.head.text;
  }

  get traffic(): Traffic {
    return { frames: this.frames, bytes: this.bytes };
  }

  /** Reads the frames that follow the opening handshake; `undefined` until it is done. */
  get frameDecoder(): FrameDecoder | undefined {
    return this.decoder;
  }

  /** Takes bytes as they cross the wire. */
  push(chunk: Uint8Array): void {
    if (this.decoder) this.record(this.decoder, chunk);
    else this.pushToHead(chunk);
  }

  /**
   * Takes what follows the opening handshake for frames.
   *
   * @param deflate how messages of this direction are compressed; `undefined` if they are not
   */
  open(deflate: DeflateParameters | undefined): void {
    const { direction, startPosition } = this.options;
    if (deflate) this.inflater = this.makeInflater(deflate);
    this.decoder = new FrameDecoder({
      sender: direction === 'out' ? 'client' : 'server',
      permessageDeflate: deflate !== undefined,
      startPosition,
      isUtf8,
      onFrame: (frame) => this.keepFrame(frame),
    });
    for (const chunk of this.held) this.record(this.decoder, chunk);
    this.held = [];
  }

  /** Takes the next message that `ws` has read, inflated. */
  messageRead(bytes: Uint8Array): void {
    if (this.inflater instanceof ReceivedMessages) this.inflater.take(bytes);
  }

  /** The stream has ended: a frame that is not complete is recorded as it is. */
  end(): void {
    this.timeUs = nowUs();
    this.decoder?.end();
    void this.inflater?.end().then(this.options.onChange);
  }

  /** Resolves when every compressed message recorded so far has been inflated. */
  async inflated(): Promise<void> {
    await this.inflater?.idle();
  }

  private pushToHead(chunk: Uint8Array): void {
    let rest = this.head.push(chunk);
    while (rest !== undefined && rest.length > 0 && isInterim(this.head.text)) {
      this.head = new HandshakeHead();
      rest = this.head.push(rest);
    }
    if (rest === undefined || rest.length === 0 || !isSwitching(this.head.text)) return;
    // Frames may come in the same chunk as the response. `ws` has not judged the response yet;
    // it does so before it reads on, so that no second chunk is ever held.
    this.held.push(rest);
  }

  private record(decoder: FrameDecoder, chunk: Uint8Array): void {
    this.timeUs = nowUs();
    this.bytes += chunk.length;
    this.options.capture.appendBytes(this.options.direction, chunk);
    decoder.push(chunk);
    this.options.onChange();
  }

  private keepFrame(frame: DecodedFrame): void {
    const { capture, direction, onCloseFrame } = this.options;
    this.frames++;
    const row = capture.appendFrame(direction, this.timeUs, frame);
    if (this.inflater) this.inflate(this.inflater, row, frame);
    if (opcodeOf(frame.firstByte) === Opcode.close) {
      onCloseFrame(capture.bytes(row, 'payload', 0, frame.payloadReceived).bytes);
    }
  }

  private inflate(
    inflater: MessageInflater | ReceivedMessages,
    row: number,
    frame: DecodedFrame,
  ): void {
    const length = frame.payloadReceived;
    inflater.push(row, frame.firstByte, () => {
      const { bytes } = this.options.capture.bytes(row, 'payload', 0, length);
      return bytes.length === length ? bytes : undefined;
    });
  }

  private makeInflater(deflate: DeflateParameters): MessageInflater | ReceivedMessages {
    const { capture, direction, onChange, onPressure } = this.options;
    const Inflater = direction === 'in' ? ReceivedMessages : MessageInflater;
    return new Inflater({
      ...deflate,
      onPressure,
      onMessage: (firstRow, message) => {
        capture.keepInflated(firstRow, message);
        onChange();
      },
    });
  }
}

/** An interim response (RFC 9110 §15.2), 103 for instance, which another response follows. */
function isInterim(head: string): boolean {
  return /^1(?!01)/.test(statusOf(head));
}

function isSwitching(head: string): boolean {
  return statusOf(head) === '101';
}

/** The status code of a response; `ws` minds neither its HTTP version nor empty lines before it. */
function statusOf(head: string): string {
  return /^\s*HTTP\/\d\.\d (\d{3})/.exec(head)?.[1] ?? '';
}
