import { readClosePayload, type ClosePayload } from '../wire/closePayload';
import { opcodeOf } from '../wire/frameBits';
import { HandshakeHead } from '../wire/handshakeHead';
import { Opcode } from '../wire/opcode';
import { readDeflateAnswer, type DeflateAgreement } from './deflateAgreement';
import { FrameStream, type SeenFrame } from './frameStream';
import { fieldOf, readOpeningAnswer, type OpeningAnswer } from './openingAnswer';
import type { OpeningRequest } from './openingRequest';
import { RawConnection, type Ending } from './rawConnection';
import { ServerMessages, type ServerMessage } from './serverMessages';
import type { Target } from './target';
import type { Transcript } from './transcript';

export interface ConversationOptions {
  readonly target: Target;
  readonly transcript: Transcript;
  /** Milliseconds that the server has for each thing that is awaited of it. */
  readonly answerLimitMs: number;
}

/** Frames that are taken from the server in one conversation; one that sends more is cut off. */
export const mostFrames = 10_000;

/** How a request or frames are cut into writes. */
export interface Writes {
  /** Bytes of each. */
  readonly size: number;
  /** Milliseconds between two of them; 0 unless told. */
  readonly pauseMs?: number;
}

const endingTexts: Readonly<Record<Ending, string>> = {
  closed: 'ends its side of the TCP connection',
  reset: 'resets the TCP connection',
  'cut off': 'is cut off, since it sent more than the kit takes',
};

/**
 * One connection to the server under check, from the opening handshake to its end. It does nothing
 * by itself: it sends what it is told, and keeps and reads what comes.
 */
export class Conversation {
  readonly answerLimitMs: number;
  readonly frames: SeenFrame[] = [];
  readonly messages: ServerMessage[] = [];
  /** The server's answer once its head has come; absent if it is no HTTP. */
  answer: OpeningAnswer | undefined;
  /** What both ends settled on for permessage-deflate. */
  agreement: DeflateAgreement | undefined;
  /** How the server's side ended, once it has. */
  ending: Ending | undefined;

  private readonly head = new HandshakeHead();
  private readonly waiting = new Set<() => void>();
  private readonly transcript: Transcript;
  private connection: RawConnection | undefined;
  private request: OpeningRequest = { head: '', key: '' };
  private offer = '';
  private sent: FrameStream | undefined;
  private received: FrameStream | undefined;
  private assembly = new ServerMessages(undefined);

  private constructor({ transcript, answerLimitMs }: ConversationOptions) {
    this.transcript = transcript;
    this.answerLimitMs = answerLimitMs;
  }

  /**
   * Connects; sends nothing.
   *
   * @throws what the network or TLS said
   */
  static async connect(options: ConversationOptions): Promise<Conversation> {
    const conversation = new Conversation(options);
    conversation.connection = await RawConnection.connect(options.target, {
      onBytes: (bytes) => conversation.receive(bytes),
      onEnd: (ending) => conversation.end(ending),
    });
    return conversation;
  }

  /** What the server sent up to the end of its head, one character a byte. */
  get answerText(): string {
    return this.head.text;
  }

  /** The value of Sec-WebSocket-Key that was sent. */
  get key(): string {
    return this.request.key;
  }

  /** The server's first close frame. */
  get close(): ClosePayload | undefined {
    const frame = this.frames.find(({ firstByte }) => opcodeOf(firstByte) === Opcode.close);
    return frame && readClosePayload(frame.payload);
  }

  /** Whether the server has sent a pong with this payload. */
  hasPong(payload: Uint8Array | string): boolean {
    const wanted = Buffer.from(payload);
    return this.frames.some(
      (frame) => opcodeOf(frame.firstByte) === Opcode.pong && wanted.equals(frame.payload),
    );
  }

  /** Whether the server has sent this message, and how often. */
  count(opcode: number, payload: Uint8Array | string): number {
    const wanted = Buffer.from(payload);
    return this.messages.filter(
      (message) => message.opcode === opcode && wanted.equals(message.payload),
    ).length;
  }

  /**
   * Sends the head of an opening handshake and waits for that of the answer.
   *
   * @param offer the value of Sec-WebSocket-Extensions that the request has, if any
   * @param writes how to cut it; whole unless told
   */
  async shakeHands(request: OpeningRequest, offer = '', writes?: Writes): Promise<void> {
    this.request = request;
    this.offer = offer;
    const bytes = Buffer.from(request.head, 'latin1');
    if (writes) await this.write(bytes, writes);
    else this.connection?.send(bytes);
    await this.until(() => this.answer);
  }

  /** Puts the opening handshake into the transcript. */
  tellHandshake(): void {
    this.transcript.request(this.request.head);
    if (this.head.text !== '') this.transcript.answer(this.head.text);
  }

  /** Sends frames, or any bytes, in one write. */
  send(...frames: readonly Uint8Array[]): void {
    const bytes = Buffer.concat(frames);
    this.sent?.push(bytes);
    this.connection?.send(bytes);
  }

  /** Sends frames, or any bytes, in many writes. */
  async sendInWrites(bytes: Uint8Array, writes: Writes): Promise<void> {
    const { size, pauseMs = 0 } = writes;
    const pause = pauseMs > 0 ? `, ${pauseMs} ms apart` : '';
    this.transcript.event('client', `sends what follows in writes of ${size} bytes${pause}`);
    this.sent?.push(bytes);
    await this.write(bytes, writes);
  }

  /** Ends this side of the TCP connection (FIN). */
  endSending(): void {
    this.sent?.end();
    this.transcript.event('client', 'ends its side of the TCP connection');
    this.connection?.endSending();
  }

  /** Cuts the TCP connection (RST). */
  reset(): void {
    this.transcript.event('client', 'resets the TCP connection');
    this.connection?.reset();
  }

  /**
   * Waits until `find` gives something.
   *
   * @returns what it gave; `undefined` if the server's side ended before, or the time limit passed
   */
  async until<T>(find: () => T | undefined, limitMs = this.answerLimitMs): Promise<T | undefined> {
    return new Promise((resolve) => {
      const settle = (found: T | undefined) => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(found);
      };
      const look = () => {
        const found = find();
        if (found !== undefined || this.ending !== undefined) settle(found);
      };
      const timer = setTimeout(() => settle(undefined), limitMs);
      this.waiting.add(look);
      look();
    });
  }

  /** Waits until the server has ended its side. @returns whether it has */
  async untilEnd(): Promise<boolean> {
    await this.until(() => undefined);
    return this.ending !== undefined;
  }

  /** Waits for a close frame. */
  async untilClose(): Promise<ClosePayload | undefined> {
    return this.until(() => this.close);
  }

  /** Waits for a pong with this payload. @returns whether it came */
  async untilPong(payload: Uint8Array | string): Promise<boolean> {
    return (await this.until(() => this.hasPong(payload) || undefined)) ?? false;
  }

  /**
   * Lets go of the connection; nobody waits any longer. A frame that was not sent whole goes into the
   * transcript now.
   */
  destroy(): void {
    this.sent?.end();
    this.connection?.destroy();
    this.ending ??= 'cut off';
    this.look();
  }

  private async write(bytes: Uint8Array, { size, pauseMs = 0 }: Writes): Promise<void> {
    await this.connection?.sendInWrites(bytes, size, pauseMs);
  }

  private receive(bytes: Uint8Array): void {
    const rest = this.head.complete ? bytes : this.receiveHead(bytes);
    this.received?.push(rest);
    if (this.frames.length > mostFrames) {
      this.connection?.destroy();
      this.end('cut off');
    }
    this.look();
  }

  private receiveHead(bytes: Uint8Array): Uint8Array {
    const rest = this.head.push(bytes);
    if (!rest) return new Uint8Array(0);
    this.answer = readOpeningAnswer(this.head.text);
    if (this.answer?.status === 101) this.beginFrames(this.answer);
    return rest;
  }

  private beginFrames(answer: OpeningAnswer): void {
    const accepted = fieldOf(answer, 'Sec-WebSocket-Extensions');
    this.agreement = readDeflateAnswer(this.offer, accepted).agreement;
    const deflate = this.agreement !== undefined;
    this.assembly = new ServerMessages(this.agreement);
    this.sent = new FrameStream('client', deflate, (frame) =>
      this.transcript.frame('client', frame),
    );
    this.received = new FrameStream('server', deflate, (frame) => this.takeFrame(frame));
  }

  private takeFrame(frame: SeenFrame): void {
    this.transcript.frame('server', frame);
    this.frames.push(frame);
    const message = this.assembly.next(frame);
    if (message) this.messages.push(message);
  }

  private end(ending: Ending): void {
    this.received?.end();
    this.ending = ending;
    this.transcript.event('server', endingTexts[ending]);
    this.look();
  }

  private look(): void {
    for (const look of this.waiting) look();
  }
}
