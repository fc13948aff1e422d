import type { IncomingMessage } from 'node:http';
import type { HandshakeTexts } from './connectionFacts';
import { dialProblem, handshakeTimeoutProblem } from './dialProblem';
import type { DialSecrets } from './dialSecrets';
import { httpAnswerProblem, readBody } from './httpAnswer';
import type { Problem } from './problem';

export interface OpeningHandshakeOptions {
  /** Milliseconds for TCP, TLS and HTTP together; 0 is no limit. */
  readonly timeoutMs: number;
  /** What raises that limit, in words. */
  readonly limitName: string;
  readonly subprotocols: readonly string[];
  readonly secrets: DialSecrets;
  /** What has crossed the wire by now, secret values masked. */
  readonly texts: () => HandshakeTexts;
  /** The head of the request with its secrets, one character a byte. */
  readonly requestHead: () => string;
  readonly isConnected: () => boolean;
  /** Ends the socket at once. */
  readonly terminate: () => void;
  /** Hears why there will be no connection. */
  readonly onProblem: (problem: Problem) => void;
}

/** A longer timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** What can become of an opening handshake besides a connection (RFC 6455 §4.1). */
export class OpeningHandshake {
  private timer: NodeJS.Timeout | undefined;
  /** An HTTP answer came that is no upgrade; its body is being read. */
  private isRefused = false;

  constructor(private readonly options: OpeningHandshakeOptions) {}

  start(): void {
    const { timeoutMs } = this.options;
    if (timeoutMs === 0) return;
    this.timer = setTimeout(() => this.timedOut(), Math.min(timeoutMs, longestTimerMs));
  }

  /** It is done, or given up. */
  end(): void {
    clearTimeout(this.timer);
  }

  /** An HTTP answer came that does not switch to WebSocket. */
  async refused(response: IncomingMessage): Promise<void> {
    this.isRefused = true;
    const body = await readBody(response);
    const { secrets, requestHead, onProblem } = this.options;
    const values = secrets.sentIn(requestHead());
    onProblem(httpAnswerProblem(response, body, { names: secrets.names, values }));
  }

  /** There is no connection, no TLS, or no proper answer. */
  failed(error: Error, url: string): void {
    if (this.isRefused) return;
    const { secrets, texts, onProblem } = this.options;
    const subprotocols = this.options.subprotocols.map((name) => secrets.maskSubprotocol(name));
    onProblem(dialProblem({ error, url, subprotocols, received: texts().response }));
  }

  private timedOut(): void {
    const { timeoutMs, limitName, isConnected, terminate, onProblem } = this.options;
    // The rest of the answer does not come; what came of it is read when its socket is gone.
    if (this.isRefused) terminate();
    else onProblem(handshakeTimeoutProblem(timeoutMs, isConnected(), limitName));
  }
}
