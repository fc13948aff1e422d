import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Capture } from '../capture/capture';
import type { ConnectionEvent, SocketAddress } from '../capture/connectionEvent';
import type { Direction } from '../wire/direction';
import type { DraftReading } from '../wire/draftReading';
import { Opcode } from '../wire/opcode';
import { checkAddress } from './address';
import { answerMessages, type MessageHabits } from './answerMessages';
import { answerPings } from './autoPong';
import { nowUs } from './clock';
import { neverOpen } from './closeEvent';
import { ClosingHandshake } from './closingHandshake';
import { ConnectionEnds } from './connectionEnds';
import { ConnectionRecorder } from './connectionRecorder';
import type {
  CloseFacts,
  ConnectionFacts,
  ConnectionState,
  HandshakeTexts,
} from './connectionFacts';
import { dial } from './dial';
import { DialSecrets } from './dialSecrets';
import type { EngineHabits } from './engineHabits';
import { FrameSender } from './frameSender';
import { headersProblem, subprotocolsProblem } from './handshakeFields';
import type { FramePreparer } from './framePreparer';
import { settingNames, type LimitNames } from './limitNames';
import { OpeningHandshake } from './openingHandshake';
import { closeFrame, frame, type Outgoing } from './outgoing';
import { OutgoingEncoder, type EncodedFrames } from './outgoingEncoder';
import { readPermessageDeflate, type DeflateParameters } from './permessageDeflate';
import type { Problem } from './problem';
import {
  closeTimeoutProblem,
  connectionLostProblem,
  pingFloodProblem,
  protocolProblem,
  rejectedProblem,
  unfinishedMessageProblem,
} from './protocolProblem';
import { inflateSmallMessagesQuickly } from './quickInflate';
import { ReadingPause } from './readingPause';

export interface ConnectionOptions {
  /** As typed, with its secrets; it leaves the connection masked only. */
  readonly url: string;
  readonly subprotocols: readonly string[];
  /** Header fields added to the opening handshake. */
  readonly headers: Readonly<Record<string, string>>;
  /** Go on although the other end's certificate is not trusted. */
  readonly acceptUntrustedCertificate: boolean;
  /** Sent in this order as soon as the connection is open, before anything that comes is answered. */
  readonly firstFrames?: readonly Outgoing[] | undefined;
  /** What becomes of the messages that arrive; they are only captured unless told. */
  readonly messages?: MessageHabits | undefined;
  /** Largest message accepted, in bytes; 0 is no limit. */
  readonly messageLimit: number;
  /** Milliseconds for TCP, TLS and opening handshake together; 0 is no limit. */
  readonly handshakeTimeoutMs: number;
  /** What raises these limits, in words; VS Code's settings unless told. */
  readonly limitNames?: LimitNames | undefined;
  readonly habits: EngineHabits;
  /** Names of header fields and query parameters whose values are masked. */
  readonly secretNames: readonly string[];
  readonly capture: Capture;
  /** Called after anything that the facts or the rows show has changed. */
  readonly onChange: () => void;
}

/**
 * One WebSocket connection, from dialling to its end. `ws` shakes hands and reads; what this end
 * sends is made here. What crosses the wire goes into the capture, and so does a status row for
 * each step of the connection.
 */
export class Connection implements FramePreparer {
  private currentState: ConnectionState = 'connecting';
  private subprotocol = '';
  private extensions = '';
  private handshake: HandshakeTexts = { request: '', response: '' };
  private openedUs: number | undefined;
  private closedUs: number | undefined;
  private closed: CloseFacts | undefined;
  private closedCleanly = false;
  private problem: Problem | undefined;

  private readonly ends = new ConnectionEnds();
  private readonly secrets: DialSecrets;
  private readonly recorder: ConnectionRecorder;
  private readonly opening: OpeningHandshake;
  private readonly closing: ClosingHandshake;
  private readonly reading = new ReadingPause((paused) => this.pauseReading(paused));
  private webSocket: WebSocket | undefined;
  private socket: Socket | undefined;
  private socketError: Error | undefined;
  /** There is one as long as frames can be sent. */
  private sender: FrameSender | undefined;

  constructor(private readonly options: ConnectionOptions) {
    this.secrets = new DialSecrets(options.url.trim(), options.secretNames);
    const { capture, onChange, limitNames = settingNames } = options;
    this.recorder = new ConnectionRecorder({
      capture,
      url: this.secrets.url,
      onChange,
      onCloseFrame: (direction, payload) => this.closeFrameSeen(direction, payload),
      onPressure: (tooMuch) => this.reading.set('inflating', tooMuch),
    });
    this.opening = new OpeningHandshake({
      timeoutMs: options.handshakeTimeoutMs,
      limitName: limitNames.handshakeTimeout,
      subprotocols: options.subprotocols,
      secrets: this.secrets,
      texts: () => this.readHandshake(),
      requestHead: () => this.recorder.heads.request,
      isConnected: () => this.ends.areKnown,
      terminate: () => this.webSocket?.terminate(),
      onProblem: (problem) => this.fail(problem),
    });
    this.closing = new ClosingHandshake({
      timeoutMs: options.habits.closeTimeoutMs,
      onTimeout: () => this.closingTimedOut(),
      sendClose: (code, reason) => this.sendClose(code, reason),
      endSocket: () => this.socket?.end(),
    });
  }

  get state(): ConnectionState {
    return this.currentState;
  }

  /** The address of the other end; `undefined` before there is a connection. */
  get remote(): SocketAddress | undefined {
    return this.ends.otherEnd.socket;
  }

  get facts(): ConnectionFacts {
    return {
      state: this.currentState,
      url: this.secrets.url,
      subprotocol: this.secrets.maskSubprotocol(this.subprotocol),
      extensions: this.secrets.maskExtensions(this.extensions),
      thisEnd: this.ends.thisEnd,
      otherEnd: this.ends.otherEnd,
      tls: this.ends.tls,
      handshake: this.handshake,
      openForMs: this.openForMs(),
      traffic: this.recorder.traffic,
      slowedDown: this.reading.isPaused,
      close: this.closed,
      closedCleanly: this.closedCleanly,
      problem: this.problem,
    };
  }

  /** Starts connecting. What comes of it shows in the facts and rows; nothing is thrown. */
  dial(): void {
    const { headers, subprotocols } = this.options;
    this.addStatus('info', `Connecting to ${this.secrets.url}`);
    const address = checkAddress(this.options.url);
    if (!address.ok) {
      this.fail({ code: 'bad-address', message: address.message, detail: undefined });
      return;
    }
    const badField =
      headersProblem(headers) ??
      subprotocolsProblem(subprotocols, (name) => this.secrets.maskSubprotocol(name));
    if (badField !== undefined) {
      this.fail({ code: 'bad-handshake-field', message: badField, detail: undefined });
      return;
    }
    this.dialUrl(address.url);
  }

  /** Gives up connecting, at once. */
  cancel(): void {
    if (this.currentState !== 'connecting') return;
    this.addStatus('info', 'Cancelled', undefined, neverOpen);
    this.giveUp();
  }

  /**
   * Starts the closing handshake (RFC 6455 §7.1.2).
   *
   * @param reason at most 123 bytes in UTF-8; without a code there is none
   */
  close(code: number | undefined, reason: string): void {
    if (this.currentState !== 'open') return;
    this.beginClosing();
    void this.closing.start(code, reason);
  }

  /** Ends the connection without a closing handshake. */
  terminate(): void {
    if (this.currentState === 'connecting') this.cancel();
    this.closing.terminate();
    this.webSocket?.terminate();
  }

  /**
   * Sends something, while the closing handshake goes on as well. Resolves when the operating
   * system has taken it.
   *
   * @param longestWaitMs after which it is told that this still waits; Infinity for never
   * @throws Error with a sentence for the user when it cannot be sent
   */
  async send(outgoing: Outgoing, longestWaitMs?: number): Promise<void> {
    await this.openSender().send(outgoing, longestWaitMs);
  }

  /** The bytes that sending it now would send. @throws Error like `send` */
  async encode(outgoing: Outgoing): Promise<EncodedFrames> {
    return this.openSender().encode(outgoing);
  }

  judge({ outgoing, chunks }: EncodedFrames): DraftReading {
    const { encoder } = this.openSender();
    return this.recorder.readDraft(chunks, encoder.findings(outgoing));
  }

  /** Sends what was encoded. @throws StaleEncoding if it has lost its meaning, Error like `send` */
  async sendEncoded(encoded: EncodedFrames): Promise<void> {
    await this.openSender().sendEncoded(encoded);
  }

  /** The capture has more or less to write than before. */
  storageChanged(): void {
    this.reading.set('storing', this.options.capture.underPressure);
  }

  /** Says whether somebody who follows the rows, and must see every one, has fallen behind. */
  followerBehind(behind: boolean): void {
    this.reading.set('following', behind);
  }

  /**
   * Resolves when every compressed message captured so far has been inflated. `ws`, which inflates
   * what it receives, may not have got to bytes that the tap has seen when reading paused.
   */
  async inflated(): Promise<void> {
    await this.reading.readFor(this.recorder.inflated());
  }

  private dialUrl(url: string): void {
    const { subprotocols, headers, acceptUntrustedCertificate, messageLimit, habits } =
      this.options;
    try {
      this.webSocket = dial({
        url,
        subprotocols,
        headers,
        acceptUntrustedCertificate,
        messageLimit,
        habits,
        listener: this.recorder,
        onSocket: (socket) => this.watchSocket(socket),
        onClosing: (code, reason) => {
          this.beginClosing();
          void this.closing.finish(code, reason);
        },
      });
    } catch (error) {
      this.opening.failed(error instanceof Error ? error : new Error(String(error)), url);
      return;
    }
    this.watchWebSocket(this.webSocket, url);
    this.opening.start();
  }

  private watchSocket(socket: Socket): void {
    this.socket = socket;
    socket.on('error', (error) => {
      this.socketError = error;
    });
    this.ends.watch(socket, () => {
      this.readHandshake();
      this.options.onChange();
    });
  }

  private watchWebSocket(webSocket: WebSocket, url: string): void {
    webSocket.on('upgrade', (response) => {
      this.extensions = response.headers['sec-websocket-extensions'] ?? '';
    });
    webSocket.on('unexpected-response', (_request, response) => {
      void this.opening.refused(response);
    });
    webSocket.on('open', () => this.opened(webSocket));
    webSocket.on('error', (error) => {
      if (this.currentState === 'connecting') this.opening.failed(error, url);
      else this.disturb(protocolProblem(error, this.options));
    });
    webSocket.on('close', (code, reason) => this.ended(code, reason.toString()));
    this.answerPings(webSocket);
    if (this.options.messages) this.answerMessages(webSocket, this.options.messages);
  }

  private answerPings(webSocket: WebSocket): void {
    const { answerPings: habit, mostPongsWaiting } = this.options.habits;
    answerPings(webSocket, {
      habit,
      mostWaiting: mostPongsWaiting,
      sendPong: (payload) => this.answer(frame(Opcode.pong, payload)),
      onFlood: () => {
        this.disturb(pingFloodProblem(mostPongsWaiting));
        this.terminate();
      },
    });
  }

  private answerMessages(webSocket: WebSocket, habits: MessageHabits): void {
    answerMessages(webSocket, {
      habits,
      send: (outgoing) => this.answer(outgoing),
      close: () => this.close(1000, ''),
      onPressure: (tooMuch) => this.reading.set('answering', tooMuch),
    });
  }

  /**
   * Sends an answer, however long it waits, unless this end has closed. The close frame of the
   * other end may have been seen by now, but behind what is answered.
   */
  private async answer(outgoing: Outgoing): Promise<void> {
    if (!this.closing.isSaid) await this.sender?.send(outgoing, Infinity);
  }

  private opened(webSocket: WebSocket): void {
    this.opening.end();
    this.currentState = 'open';
    this.openedUs = nowUs();
    this.subprotocol = webSocket.protocol;
    const { request, response } = this.readHandshake();
    this.addStatus('info', `Open: ${this.ends.text}`, `${request}${response}`, {
      type: 'open',
      local: this.ends.thisEnd.socket ?? null,
      remote: this.ends.otherEnd.socket ?? null,
      subprotocol: this.facts.subprotocol,
      extensions: this.facts.extensions,
      request,
      response,
    });
    const deflate = readPermessageDeflate(this.extensions, this.options.habits.deflate);
    if (deflate) this.readCompressed(webSocket, deflate.in);
    const encoder = new OutgoingEncoder(this.options.habits, deflate?.out);
    if (this.socket) this.sender = new FrameSender(this.socket, encoder);
    // What came together with the answer is recorded now, and may be answered.
    this.recorder.open(deflate);
    this.storageChanged();
    for (const first of this.options.firstFrames ?? []) void this.sendFirst(first);
    // Only now has the other end surely accepted, so that the system knows who holds its socket.
    void this.ends.findPeerProcess().then(this.options.onChange);
  }

  private readCompressed(webSocket: WebSocket, parameters: DeflateParameters): void {
    webSocket.on('message', (bytes: Buffer) => this.recorder.messageRead(bytes));
    // To be caught up with, the stream of `ws` inflates a window, for which the limit counts too.
    const { messageLimit } = this.options;
    if (messageLimit > 0 && messageLimit < 2 ** parameters.windowBits) return;
    inflateSmallMessagesQuickly(webSocket, parameters);
  }

  private async sendFirst(outgoing: Outgoing): Promise<void> {
    try {
      await this.send(outgoing);
    } catch (error) {
      this.addStatus('error', error instanceof Error ? error.message : String(error));
    }
  }

  private openSender(): FrameSender {
    if (this.sender) return this.sender;
    throw new Error('The connection is not open. Connect first.');
  }

  private closeFrameSeen(direction: Direction, payload: Uint8Array): void {
    this.closing.frameSeen(direction, payload);
    this.beginClosing();
  }

  /** From here on no message is sent any more: its frames would follow the close frame. */
  private beginClosing(): void {
    if (this.currentState !== 'open') return;
    this.currentState = 'closing';
    this.options.onChange();
  }

  private async sendClose(code: number | undefined, reason: string): Promise<void> {
    await this.sender?.send(closeFrame(code, reason)).catch(() => {
      // The time limit of the closing handshake ends a connection that does not take it.
    });
  }

  private closingTimedOut(): void {
    if (this.closing.isUnanswered) {
      this.disturb(closeTimeoutProblem(this.options.habits.closeTimeoutMs));
    }
    this.terminate();
  }

  private pauseReading(paused: boolean): void {
    if (paused) this.webSocket?.pause();
    else this.webSocket?.resume();
    this.options.onChange();
  }

  /** Something ends the connection that never came to be open. */
  private fail(problem: Problem): void {
    if (this.currentState !== 'connecting') return;
    this.problem = problem;
    this.addStatus('error', problem.message, problem.detail, neverOpen);
    this.giveUp();
  }

  private giveUp(): void {
    this.opening.end();
    this.readHandshake();
    this.currentState = 'closed';
    this.webSocket?.terminate();
    this.options.onChange();
  }

  /** Something went wrong with an open connection; its end follows. The first cause counts. */
  private disturb(problem: Problem): void {
    if (this.problem || this.currentState === 'closed') return;
    this.problem = problem;
    this.addStatus('error', problem.message, problem.detail);
  }

  private ended(code: number, reason: string): void {
    if (this.currentState === 'connecting' || this.currentState === 'closed') return;
    this.closing.end();
    this.sender = undefined;
    const problem = this.problemOfEnd(code);
    this.recorder.end();
    this.currentState = 'closed';
    this.closedUs = nowUs();
    this.closed = { code, reason };
    this.problem ??= problem;
    const severity = this.closing.isLost ? 'error' : 'info';
    const event = this.closing.event(this.closed);
    this.closedCleanly = event.clean;
    this.addStatus(severity, this.closing.text, this.problem?.message, event);
  }

  private problemOfEnd(code: number): Problem | undefined {
    const { insideMessage } = this.recorder;
    if (this.closing.isLost) return connectionLostProblem(this.socketError, insideMessage);
    if (this.closing.isBegunByPeer) {
      return rejectedProblem(code) ?? (insideMessage ? unfinishedMessageProblem() : undefined);
    }
    return undefined;
  }

  private openForMs(): number | undefined {
    if (this.openedUs === undefined) return undefined;
    return ((this.closedUs ?? nowUs()) - this.openedUs) / 1000;
  }

  /** Nothing has left this machine before there is a connection, so nothing is shown till then. */
  private readHandshake(): HandshakeTexts {
    if (this.ends.areKnown) {
      const { request, response } = this.recorder.heads;
      this.handshake = this.secrets.maskHandshake(request, response);
    }
    return this.handshake;
  }

  private addStatus(
    severity: 'info' | 'error',
    text: string,
    detail?: string,
    event?: ConnectionEvent,
  ): void {
    this.options.capture.appendStatus(nowUs(), { severity, text, detail, ...(event && { event }) });
    this.options.onChange();
  }
}
