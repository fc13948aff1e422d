import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { WebSocket } from 'ws';
import type { Capture } from '../capture/capture';
import type { ConnectionEvent } from '../capture/connectionEvent';
import { readClosePayload, type ClosePayload } from '../wire/closePayload';
import type { Direction } from '../wire/direction';
import { hiddenSecrets, maskSecrets } from '../wire/knownSecrets';
import { maskField, maskHead, maskUrl } from '../wire/secretMask';
import { checkAddress } from './address';
import { answerMessages, type MessageHabits } from './answerMessages';
import { answerPings } from './autoPong';
import { nowUs } from './clock';
import { closeEvent, neverOpen } from './closeEvent';
import { closeText } from './closeText';
import type {
  CloseFacts,
  ConnectionFacts,
  ConnectionState,
  HandshakeTexts,
  PeerFacts,
  TlsFacts,
} from './connectionFacts';
import { dial } from './dial';
import { dialProblem, handshakeTimeoutProblem } from './dialProblem';
import { DirectionRecorder } from './directionRecorder';
import { sendFrame, type OutgoingFrame } from './frameSender';
import { headersProblem, subprotocolsProblem } from './handshakeFields';
import { httpAnswerProblem, readBody } from './httpAnswer';
import { settingNames, type LimitNames } from './limitNames';
import { findPeerProcess, thisProcess } from './peerProcess';
import { readPermessageDeflate } from './permessageDeflate';
import type { Problem } from './problem';
import { connectionLostProblem, pingFloodProblem, protocolProblem } from './protocolProblem';
import { formatAddress, localAddress, remoteAddress } from './socketAddress';
import { readTlsFacts } from './tlsFacts';

export type { OutgoingFrame } from './frameSender';

export interface ConnectionOptions {
  /** As typed, with its secrets; it leaves the connection masked only. */
  readonly url: string;
  readonly subprotocols: readonly string[];
  /** Header fields added to the opening handshake. */
  readonly headers: Readonly<Record<string, string>>;
  /** Go on although the other end's certificate is not trusted. */
  readonly acceptUntrustedCertificate: boolean;
  /** Whether to offer permessage-deflate (RFC 7692); true unless told. */
  readonly permessageDeflate?: boolean | undefined;
  /** Sent in this order as soon as the connection is open, before anything that comes is answered. */
  readonly firstFrames?: readonly OutgoingFrame[] | undefined;
  /** What becomes of the messages that arrive; they are only captured unless told. */
  readonly messages?: MessageHabits | undefined;
  /** Largest message accepted, in bytes; 0 is no limit. */
  readonly messageLimit: number;
  /** Milliseconds for TCP, TLS and opening handshake together; 0 is no limit. */
  readonly handshakeTimeoutMs: number;
  /** Names of header fields and query parameters whose values are masked. */
  readonly secretNames: readonly string[];
  /** What raises the limits, in words; VS Code's settings unless told. */
  readonly limitNames?: LimitNames | undefined;
  readonly capture: Capture;
  /** Called after anything that the facts or the rows show has changed. */
  readonly onChange: () => void;
}

/** What may fall behind with working off what is read. */
type Laggard = 'inflating' | 'storing' | 'answering' | 'following';

/** A longer timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * One WebSocket connection, from dialling to its end. `ws` drives the protocol; what crosses the
 * wire goes into the capture, and so does a status row for each step of the connection.
 */
export class Connection {
  private state: ConnectionState = 'connecting';
  private readonly url: string;
  private subprotocol = '';
  private extensions = '';
  private thisEnd: PeerFacts = {
    socket: undefined,
    process: thisProcess(),
    processUnknown: undefined,
  };
  private otherEnd: PeerFacts = {
    socket: undefined,
    process: undefined,
    processUnknown: 'Not connected.',
  };
  private tls: TlsFacts | undefined;
  private handshake: HandshakeTexts = { request: '', response: '' };
  private openedUs: number | undefined;
  private closedUs: number | undefined;
  private closed: CloseFacts | undefined;
  private problem: Problem | undefined;

  private readonly recorders: Readonly<Record<Direction, DirectionRecorder>>;
  private webSocket: WebSocket | undefined;
  private handshakeTimer: NodeJS.Timeout | undefined;
  /** The first close frame of each direction, and which way the first of all went. */
  private readonly closeFrames: Partial<Record<Direction, ClosePayload>> = {};
  private firstClose: Direction | undefined;
  /** An HTTP answer came that is no upgrade; its body is being read. */
  private isRefused = false;
  private socketError: Error | undefined;
  private terminated = false;
  private closedCleanly = false;
  /** What cannot keep up with what is read; while there is any, the socket is paused. */
  private readonly behind = new Set<Laggard>();

  constructor(private readonly options: ConnectionOptions) {
    this.url = this.maskedUrl(options.url.trim());
    const starts = options.capture.beginConnection(this.url);
    this.recorders = {
      in: this.makeRecorder('in', starts.in),
      out: this.makeRecorder('out', starts.out),
    };
  }

  get facts(): ConnectionFacts {
    return {
      state: this.state,
      url: this.url,
      subprotocol: this.maskedSubprotocol(this.subprotocol),
      extensions: maskField('Sec-WebSocket-Extensions', this.extensions, this.options.secretNames),
      thisEnd: this.thisEnd,
      otherEnd: this.otherEnd,
      tls: this.tls,
      handshake: this.handshake,
      openForMs: this.openForMs(),
      traffic: { in: this.recorders.in.traffic, out: this.recorders.out.traffic },
      slowedDown: this.behind.size > 0,
      close: this.closed,
      closedCleanly: this.closedCleanly,
      problem: this.problem,
    };
  }

  /** Starts connecting. What comes of it shows in the facts and rows; nothing is thrown. */
  dial(): void {
    const { headers, subprotocols } = this.options;
    this.addStatus('info', `Connecting to ${this.url}`);
    const address = checkAddress(this.options.url);
    if (!address.ok) {
      this.fail({ code: 'bad-address', message: address.message, detail: undefined });
      return;
    }
    const badField =
      headersProblem(headers) ??
      subprotocolsProblem(subprotocols, (name) => this.maskedSubprotocol(name));
    if (badField !== undefined) {
      this.fail({ code: 'bad-handshake-field', message: badField, detail: undefined });
      return;
    }
    this.dialUrl(address.url);
  }

  /** Gives up connecting, at once. */
  cancel(): void {
    if (this.state !== 'connecting') return;
    this.addStatus('info', 'Cancelled', undefined, neverOpen);
    this.giveUp();
  }

  /**
   * Starts the closing handshake (RFC 6455 §7.1.2).
   *
   * @throws TypeError or RangeError if a close frame cannot carry the code or the reason
   */
  close(code: number | undefined, reason: string): void {
    if (this.state === 'open') this.webSocket?.close(code, reason);
  }

  /** Ends the connection without a closing handshake. */
  terminate(): void {
    if (this.state === 'connecting') this.cancel();
    this.terminated = true;
    this.webSocket?.terminate();
  }

  /**
   * Sends one frame. Resolves when the operating system has taken it.
   *
   * @param longestWaitMs after which it is told that the frame still waits
   * @throws Error with a sentence for the user when it cannot be sent
   */
  async send(frame: OutgoingFrame, longestWaitMs?: number): Promise<void> {
    if (!this.webSocket || this.state !== 'open') {
      throw new Error('The connection is not open. Connect first.');
    }
    await sendFrame(this.webSocket, frame, longestWaitMs);
  }

  /** The capture has more or less to write than before. */
  storageChanged(): void {
    this.slowDown('storing', this.options.capture.underPressure);
  }

  /** Says whether somebody who follows the rows, and must see every one, has fallen behind. */
  followerBehind(behind: boolean): void {
    this.slowDown('following', behind);
  }

  /** Resolves when every compressed message captured so far has been inflated. */
  async inflated(): Promise<void> {
    await Promise.all([this.recorders.in.inflated(), this.recorders.out.inflated()]);
  }

  private makeRecorder(direction: Direction, startPosition: number): DirectionRecorder {
    const { capture, onChange } = this.options;
    return new DirectionRecorder({
      direction,
      capture,
      startPosition,
      onChange,
      onCloseFrame: (payload) => this.closeFrameSeen(direction, payload),
      onPressure: (tooMuch) => {
        // What is sent is slowed down by deflating it already.
        if (direction === 'in') this.slowDown('inflating', tooMuch);
      },
    });
  }

  private dialUrl(url: string): void {
    const { subprotocols, headers, acceptUntrustedCertificate, messageLimit } = this.options;
    const { permessageDeflate = true } = this.options;
    try {
      this.webSocket = dial({
        url,
        subprotocols,
        headers,
        acceptUntrustedCertificate,
        permessageDeflate,
        messageLimit,
        listener: {
          received: (chunk) => this.recorders.in.push(chunk),
          sent: (chunk) => this.recorders.out.push(chunk),
        },
        onSocket: (socket) => this.watchSocket(socket),
      });
    } catch (error) {
      this.failToDial(error instanceof Error ? error : new Error(String(error)), url);
      return;
    }
    this.watchWebSocket(this.webSocket, url);
    this.startHandshakeTimer();
  }

  private watchSocket(socket: Socket): void {
    socket.on('connect', () => this.connected(socket));
    socket.on('error', (error) => {
      this.socketError = error;
    });
    if (!(socket instanceof TLSSocket)) return;
    socket.on('secureConnect', () => {
      this.tls = readTlsFacts(socket);
      this.options.onChange();
    });
  }

  private watchWebSocket(webSocket: WebSocket, url: string): void {
    webSocket.on('upgrade', (response) => {
      this.extensions = response.headers['sec-websocket-extensions'] ?? '';
    });
    webSocket.on('unexpected-response', (_request, response) => void this.refused(response));
    webSocket.on('open', () => this.opened(webSocket));
    webSocket.on('error', (error) => {
      if (this.state === 'connecting') this.failToDial(error, url);
      else this.disturb(this.protocolProblem(error));
    });
    webSocket.on('close', (code, reason) => this.ended(code, reason.toString()));
    answerPings(webSocket, () => {
      this.disturb(pingFloodProblem());
      this.terminate();
    });
    const { messages } = this.options;
    if (!messages) return;
    answerMessages(webSocket, messages, (tooMuch) => this.slowDown('answering', tooMuch));
  }

  private startHandshakeTimer(): void {
    const { handshakeTimeoutMs } = this.options;
    if (handshakeTimeoutMs === 0) return;
    this.handshakeTimer = setTimeout(
      () => this.handshakeTimedOut(),
      Math.min(handshakeTimeoutMs, longestTimerMs),
    );
  }

  private handshakeTimedOut(): void {
    if (this.isRefused) {
      // The rest of the answer does not come; what came of it is read when its socket is gone.
      this.webSocket?.terminate();
      return;
    }
    const connected = this.thisEnd.socket !== undefined;
    const { handshakeTimeoutMs, limitNames = settingNames } = this.options;
    this.fail(handshakeTimeoutProblem(handshakeTimeoutMs, connected, limitNames.handshakeTimeout));
  }

  private protocolProblem(error: Error): Problem {
    const { messageLimit, limitNames = settingNames } = this.options;
    return protocolProblem(error, messageLimit, limitNames.messageSize);
  }

  private connected(socket: Socket): void {
    this.thisEnd = { ...this.thisEnd, socket: localAddress(socket) };
    this.otherEnd = {
      socket: remoteAddress(socket),
      process: undefined,
      processUnknown: 'Not known yet.',
    };
    this.readHandshake();
    this.options.onChange();
  }

  private opened(webSocket: WebSocket): void {
    clearTimeout(this.handshakeTimer);
    this.state = 'open';
    this.openedUs = nowUs();
    this.subprotocol = webSocket.protocol;
    this.readHandshake();
    const { request, response } = this.handshake;
    this.addStatus('info', this.openText(), `${request}${response}`, {
      type: 'open',
      local: this.thisEnd.socket ?? null,
      remote: this.otherEnd.socket ?? null,
      subprotocol: this.facts.subprotocol,
      extensions: this.facts.extensions,
      request,
      response,
    });
    const deflate = readPermessageDeflate(this.extensions);
    this.options.capture.setPermessageDeflate(deflate !== undefined);
    this.recorders.out.open(deflate?.out);
    this.recorders.in.open(deflate?.in);
    this.storageChanged();
    for (const frame of this.options.firstFrames ?? []) void this.sendFirst(frame);
    void this.findPeerProcess();
  }

  private async sendFirst(frame: OutgoingFrame): Promise<void> {
    try {
      await this.send(frame);
    } catch (error) {
      this.addStatus('error', error instanceof Error ? error.message : String(error));
    }
  }

  /** Only now has the other end surely accepted, so that the system knows who holds its socket. */
  private async findPeerProcess(): Promise<void> {
    const here = this.thisEnd.socket;
    const there = this.otherEnd.socket;
    if (!here || !there) return;
    this.otherEnd = { socket: there, ...(await findPeerProcess(here, there)) };
    this.options.onChange();
  }

  private closeFrameSeen(direction: Direction, payload: Uint8Array): void {
    this.closeFrames[direction] ??= readClosePayload(payload);
    this.firstClose ??= direction;
    if (this.state === 'open') this.state = 'closing';
  }

  /** Reading must not run ahead of what works it off: the other end is slowed down by TCP. */
  private slowDown(by: Laggard, tooMuch: boolean): void {
    if (tooMuch) this.behind.add(by);
    else this.behind.delete(by);
    if (this.behind.size > 0) this.webSocket?.pause();
    else this.webSocket?.resume();
    this.options.onChange();
  }

  private async refused(response: IncomingMessage): Promise<void> {
    this.isRefused = true;
    const body = await readBody(response);
    const secrets = { names: this.options.secretNames, values: this.secretsSent() };
    this.fail(httpAnswerProblem(response, body, secrets));
  }

  private failToDial(error: Error, url: string): void {
    if (this.isRefused) return;
    this.readHandshake();
    const subprotocols = this.options.subprotocols.map((name) => this.maskedSubprotocol(name));
    this.fail(dialProblem({ error, url, subprotocols, received: this.handshake.response }));
  }

  /** Something ends the connection that never came to be open. */
  private fail(problem: Problem): void {
    if (this.state !== 'connecting') return;
    this.problem = problem;
    this.addStatus('error', problem.message, problem.detail, neverOpen);
    this.giveUp();
  }

  private giveUp(): void {
    clearTimeout(this.handshakeTimer);
    this.readHandshake();
    this.state = 'closed';
    this.webSocket?.terminate();
    this.options.onChange();
  }

  /** Something went wrong with an open connection; its end follows. The first cause counts. */
  private disturb(problem: Problem): void {
    if (this.problem || this.state === 'closed') return;
    this.problem = problem;
    this.addStatus('error', problem.message, problem.detail);
  }

  private ended(code: number, reason: string): void {
    if (this.state === 'connecting' || this.state === 'closed') return;
    this.recorders.in.end();
    this.recorders.out.end();
    this.state = 'closed';
    this.closedUs = nowUs();
    this.closed = { code, reason };
    const lost = this.firstClose === undefined && !this.terminated;
    if (lost) this.problem ??= connectionLostProblem(this.socketError);
    const severity = lost ? 'error' : 'info';
    const { firstClose: first, closeFrames: frames, terminated } = this;
    const ending = { first, frames, terminated };
    const event = closeEvent(this.closed, ending);
    this.closedCleanly = event.clean;
    this.addStatus(severity, closeText(ending), this.problem?.message, event);
  }

  private openText(): string {
    const ends = [this.thisEnd, this.otherEnd].flatMap(({ socket }) =>
      socket ? [formatAddress(socket)] : [],
    );
    return `Open: ${ends.join(' → ')}`;
  }

  private openForMs(): number | undefined {
    if (this.openedUs === undefined) return undefined;
    return ((this.closedUs ?? nowUs()) - this.openedUs) / 1000;
  }

  /** Nothing has left this machine before there is a connection, so nothing is shown till then. */
  private readHandshake(): void {
    if (!this.thisEnd.socket) return;
    const { secretNames } = this.options;
    this.handshake = {
      request: maskHead(this.recorders.out.headText, secretNames),
      response: maskSecrets(maskHead(this.recorders.in.headText, secretNames), this.secretsSent()),
    };
  }

  /** The secrets of the address and of the request, which the other end may repeat. */
  private secretsSent(): string[] {
    const { url, secretNames } = this.options;
    const { headText } = this.recorders.out;
    return [
      ...hiddenSecrets(url.trim(), this.url),
      ...hiddenSecrets(headText, maskHead(headText, secretNames)),
    ];
  }

  private maskedUrl(url: string): string {
    return maskUrl(url, this.options.secretNames);
  }

  /** Some servers take a token as a subprotocol, which makes that header field secret. */
  private maskedSubprotocol(subprotocol: string): string {
    return maskField('Sec-WebSocket-Protocol', subprotocol, this.options.secretNames);
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
