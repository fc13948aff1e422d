import type { Capture } from '../capture/capture';
import type { ConnectionFacts } from './connectionFacts';

/** What can be sent: a message or a control frame, described by its content. */
export type OutgoingFrame =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' | 'ping' | 'pong'; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly code: number | undefined; readonly reason: string };

export interface ConnectionOptions {
  /** As typed, with its secrets; it leaves the connection masked only. */
  readonly url: string;
  readonly subprotocols: readonly string[];
  /** Header fields added to the opening handshake. */
  readonly headers: Readonly<Record<string, string>>;
  /** Go on although the other end's certificate is not trusted. */
  readonly acceptUntrustedCertificate: boolean;
  /** Largest message accepted, in bytes; 0 is no limit. */
  readonly messageLimit: number;
  /** Milliseconds for TCP, TLS and opening handshake together; 0 is no limit. */
  readonly handshakeTimeoutMs: number;
  /** Names of header fields and query parameters whose values are masked. */
  readonly secretNames: readonly string[];
  readonly capture: Capture;
  /** Called after anything that the facts or the rows show has changed. */
  readonly onChange: () => void;
}

/** One WebSocket connection, from dialling to its end, and what crossed its wire. */
export class Connection {
  constructor(private readonly options: ConnectionOptions) {}

  get facts(): ConnectionFacts {
    throw new Error('to follow');
  }

  /** Starts connecting. What comes of it shows in the facts and rows; nothing is thrown. */
  dial(): void {
    void this.options;
  }

  /** Gives up connecting, at once. */
  cancel(): void {}

  /** Starts the closing handshake (RFC 6455 §7.1.2). */
  close(_code: number | undefined, _reason: string): void {}

  /** Ends the connection without a closing handshake. */
  terminate(): void {}

  /**
   * Sends one frame. Resolves when the operating system has taken it.
   *
   * @throws Error with a sentence for the user when it cannot be sent.
   */
  send(_frame: OutgoingFrame): Promise<void> {
    throw new Error('to follow');
  }

  /** Resolves when every compressed message captured so far has been inflated. */
  inflated(): Promise<void> {
    throw new Error('to follow');
  }
}
