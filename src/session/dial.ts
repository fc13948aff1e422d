import net from 'node:net';
import tls from 'node:tls';
import { WebSocket, type ClientOptions } from 'ws';
import { tap, type TapListener } from './tap';
import { trustedSecureContext } from './trustedRoots';

/**
 * The longest message that `ws` can be told to accept: it keeps the limit as an int32, and a
 * message has to fit one buffer.
 */
export const longestMessage = 2 ** 31 - 1;

/** Milliseconds that the other end has to answer a close frame before the socket is destroyed. */
export const closeTimeoutMs = 5_000;

export interface DialRequest {
  /** A `ws:` or `wss:` URL in its normal form, see `checkAddress`. */
  readonly url: string;
  readonly subprotocols: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly acceptUntrustedCertificate: boolean;
  /** Whether to offer permessage-deflate (RFC 7692). */
  readonly permessageDeflate: boolean;
  /** Bytes; 0 is no limit but {@link longestMessage}. */
  readonly messageLimit: number;
  readonly listener: TapListener;
  /** Called with the socket, tapped and still connecting. */
  readonly onSocket: (socket: net.Socket) => void;
}

/**
 * Starts a connection with `ws` over a tapped socket.
 *
 * @throws what `ws` and `http` throw at a URL, subprotocol or header field that they do not take
 */
export function dial(request: DialRequest): WebSocket {
  const options: ClientOptions & { closeTimeout: number } = {
    headers: request.headers,
    perMessageDeflate: request.permessageDeflate,
    maxPayload: Math.min(request.messageLimit || longestMessage, longestMessage),
    closeTimeout: closeTimeoutMs,
    // The connection answers pings itself, since `ws` ends a flood without a word.
    autoPong: false,
    // `ws` calls it with one object of options; its types name all the ways of `net` instead.
    createConnection: ((connect: ConnectOptions) => connectTapped(request, connect)) as never,
  };
  return new WebSocket(request.url, [...request.subprotocols], options);
}

type ConnectOptions = net.TcpNetConnectOpts & tls.ConnectionOptions;

function connectTapped(request: DialRequest, options: ConnectOptions): net.Socket {
  const secure = request.url.startsWith('wss:');
  const socket = secure
    ? connectTls(options, request.acceptUntrustedCertificate)
    : net.connect(withoutPath(options));
  tap(socket, request.listener);
  request.onSocket(socket);
  return socket;
}

function connectTls(options: ConnectOptions, acceptUntrusted: boolean): tls.TLSSocket {
  const { host = '' } = options;
  return tls.connect({
    ...withoutPath(options),
    // Server Name Indication carries host names only (RFC 6066 §3).
    servername: net.isIP(host) ? '' : host,
    secureContext: trustedSecureContext(),
    rejectUnauthorized: !acceptUntrusted,
  });
}

/** `http` leaves the path of the URL in the options, which `net` would take for a pipe's. */
function withoutPath(options: ConnectOptions): ConnectOptions {
  return { ...options, path: undefined };
}
