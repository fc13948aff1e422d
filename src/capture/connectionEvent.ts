/** An address as the operating system reports it for a socket. */
export interface SocketAddress {
  readonly address: string;
  readonly port: number;
  readonly family: 'IPv4' | 'IPv6';
}

/** The opening handshake is done; secret values are masked. */
export interface OpenEvent {
  readonly type: 'open';
  readonly local: SocketAddress | null;
  readonly remote: SocketAddress | null;
  /** Empty if none was chosen. */
  readonly subprotocol: string;
  /** As the response has them; empty if there are none. */
  readonly extensions: string;
  /** Start line and header fields of the opening handshake. */
  readonly request: string;
  readonly response: string;
}

/** The connection has ended, or never came about. */
export interface CloseEvent {
  readonly type: 'close';
  /** 1005 and 1006 as in RFC 6455 §7.4.1; 1006 for what never was open, too. */
  readonly code: number;
  readonly reason: string;
  /** Which end sent the first close frame. */
  readonly by: 'local' | 'remote' | 'none';
  /** The closing handshake was completed (RFC 6455 §7.1.4). */
  readonly clean: boolean;
}

/** What a status row says of its connection, for programs. */
export type ConnectionEvent = OpenEvent | CloseEvent;
