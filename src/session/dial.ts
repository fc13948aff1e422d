import net from 'node:net';
import tls from 'node:tls';
import type { ClientOptions, PerMessageDeflateOptions } from 'ws';
import type { DeflateOffer, EngineHabits } from './engineHabits';
import { tapReceived, tapSent, type TapListener } from './tap';
import { trustedSecureContext } from './trustedRoots';
import { WebSocketReader, type OnClosing } from './webSocketReader';

/**
 * The longest message that `ws` can be told to accept: it keeps the limit as an int32, and a
 * message has to fit one buffer.
 */
export const longestMessage = 2 ** 31 - 1;

export interface DialRequest {
  /** A `ws:` or `wss:` URL in its normal form, see `checkAddress`. */
  readonly url: string;
  readonly subprotocols: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly acceptUntrustedCertificate: boolean;
  /** Bytes; 0 is no limit but {@link longestMessage}. */
  readonly messageLimit: number;
  readonly habits: EngineHabits;
  readonly listener: TapListener;
  /** Called with the socket, tapped and still connecting. */
  readonly onSocket: (socket: net.Socket) => void;
  readonly onClosing: OnClosing;
}

/** Options of `ws` that its types do not know. */
interface ReceiverLimits {
  readonly maxFragments: number;
  readonly maxBufferedChunks: number;
}

/**
 * Starts a connection with `ws` over a tapped socket.
 *
 * @throws what `ws` and `http` throw at a URL, subprotocol or header field that they do not take
 */
export function dial(request: DialRequest): WebSocketReader {
  const { habits } = request;
  const options: ClientOptions & ReceiverLimits = {
    headers: request.headers,
    maxPayload: Math.min(request.messageLimit || longestMessage, longestMessage),
    maxFragments: habits.mostFragments,
    maxBufferedChunks: habits.mostBufferedChunks,
    skipUTF8Validation: !habits.strictUtf8,
    perMessageDeflate: habits.deflate ? offerOf(habits.deflate) : false,
    // The connection answers pings itself, since `ws` ends a flood without a word.
    autoPong: false,
    // `ws` calls it with one object of options; its types name all the ways of `net` instead.
    createConnection: ((connect: ConnectOptions) => connectTapped(request, connect)) as never,
  };
  return new WebSocketReader(request.url, [...request.subprotocols], options, request.onClosing);
}

/** `ws` leaves a parameter out of its offer for `false`, and offers it without a value for `true`. */
function offerOf(offer: DeflateOffer): PerMessageDeflateOptions {
  const { clientMaxWindowBits } = offer;
  const bits = clientMaxWindowBits === 'any' ? true : (clientMaxWindowBits ?? false);
  return {
    // Were it `false`, a server that asks this end for it would be refused (RFC 7692 §7.1.1.2).
    ...(offer.clientNoContextTakeover && { clientNoContextTakeover: true }),
    serverNoContextTakeover: offer.serverNoContextTakeover,
    ...(offer.serverMaxWindowBits !== undefined && {
      serverMaxWindowBits: offer.serverMaxWindowBits,
    }),
    clientMaxWindowBits: bits as number,
  };
}

/** The types of `tls` do not know `onread`, which it takes as `net` does. */
type ConnectOptions = net.TcpNetConnectOpts & tls.ConnectionOptions;

function connectTapped(request: DialRequest, options: ConnectOptions): net.Socket {
  const tapped = { ...withoutPath(options), onread: tapReceived(request.listener) };
  const secure = request.url.startsWith('wss:');
  const socket = secure
    ? connectTls(tapped, request.acceptUntrustedCertificate)
    : net.connect(tapped);
  tapSent(socket, request.listener);
  request.onSocket(socket);
  return socket;
}

function connectTls(options: ConnectOptions, acceptUntrusted: boolean): tls.TLSSocket {
  const { host = '' } = options;
  return tls.connect({
    ...options,
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
