/** What stopped or disturbed a connection: what happened, then what to do. */
export interface Problem {
  /** Stable, for tests and for whoever offers an action: `refused`, `unknown-host` … */
  readonly code: ProblemCode;
  /** One or two sentences for the user. */
  readonly message: string;
  /** More that helps, the body of an HTTP answer for instance. */
  readonly detail: string | undefined;
}

export type ProblemCode =
  /** The address is not a WebSocket URL. */
  | 'bad-address'
  /** A header field or a subprotocol cannot be sent. */
  | 'bad-handshake-field'
  | 'refused'
  | 'unknown-host'
  | 'unreachable'
  /** The other end closed or reset the connection before the opening handshake was done. */
  | 'handshake-cut'
  | 'handshake-timeout'
  /** A proper HTTP answer that does not switch to WebSocket. */
  | 'no-upgrade'
  /** Bytes that are no HTTP answer. */
  | 'not-http'
  /** An answer that switches, but breaks a rule of RFC 6455 §4.1. */
  | 'bad-handshake'
  /** The other end's certificate is not trusted, has expired or is for another host. */
  | 'untrusted-certificate'
  /** `wss:` to a port that does not speak TLS. */
  | 'not-tls'
  /** `ws:` to a port that speaks TLS. */
  | 'tls-expected'
  | 'tls-failed'
  /** The other end broke a rule of RFC 6455 or RFC 7692 after the handshake. */
  | 'protocol-error'
  | 'message-too-big'
  | 'too-many-parts'
  | 'ping-flood'
  /** The other end closed with a code that says what it did not like. */
  | 'rejected'
  | 'message-unfinished'
  | 'close-timeout'
  | 'connection-lost'
  | 'failed';
