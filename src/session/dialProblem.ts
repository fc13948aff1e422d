import { escapeBytes } from './escapeBytes';
import type { Problem, ProblemCode } from './problem';

/** Bytes of an answer that is no HTTP which are shown. */
const longestAnswerShown = 1024;

export interface DialFailure {
  readonly error: Error;
  readonly url: string;
  /** What the other end sent so far, one character a byte, secrets masked. */
  readonly received: string;
  /** Those that were asked for, masked if they are secret. */
  readonly subprotocols: readonly string[];
}

/** Says in words why a connection did not come about. */
export function dialProblem(failure: DialFailure): Problem {
  const { error, url } = failure;
  const code = codeOf(error);
  const secure = new URL(url).protocol === 'wss:';
  return (
    tlsAlertProblem(failure) ??
    networkProblem(code, error, new URL(url)) ??
    (secure ? tlsProblem(code, error) : undefined) ??
    httpProblem(code, failure) ??
    handshakeProblem(failure) ?? {
      code: 'failed',
      message: `The connection failed: ${error.message}.`,
      detail: undefined,
    }
  );
}

/**
 * The problem of an opening handshake that took longer than its limit.
 *
 * @param limitName what raises the limit
 */
export function handshakeTimeoutProblem(
  limitMs: number,
  connected: boolean,
  limitName: string,
): Problem {
  const what = connected
    ? 'The other end accepted the connection but did not finish the opening handshake'
    : 'The other end could not be reached';
  return {
    code: 'handshake-timeout',
    message: `${what} within ${limitMs / 1000} s. Check that the address is right, or raise ${limitName}.`,
    detail: undefined,
  };
}

/** When all addresses of a host fail, Node gives one error for all of them. */
function codeOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined) return code;
  return error instanceof AggregateError && error.errors[0] ? codeOf(error.errors[0]) : '';
}

function messagesOf(error: Error): string {
  return error instanceof AggregateError
    ? error.errors.map((one: Error) => one.message).join('\n')
    : error.message;
}

function networkProblem(code: string, error: Error, { host, protocol }: URL): Problem | undefined {
  const problem = (problemCode: ProblemCode, message: string): Problem => ({
    code: problemCode,
    message,
    detail: messagesOf(error),
  });
  switch (code) {
    case 'ECONNREFUSED':
      return problem(
        'refused',
        `${host} refused the connection. Check that a server is running there, and the port.`,
      );
    case 'ENOTFOUND':
      return problem('unknown-host', `The host ${host} is not known. Check how it is written.`);
    case 'EAI_AGAIN':
      return problem(
        'unknown-host',
        `The name of ${host} could not be looked up. Check your network connection, then try again.`,
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'ETIMEDOUT':
      return problem(
        'unreachable',
        `${host} cannot be reached. Check the address, your network connection and firewalls.`,
      );
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return problem(
        'handshake-cut',
        `${host} closed the connection before it answered the opening handshake. Check that it is a WebSocket server, and whether it wants ${protocol === 'ws:' ? 'wss' : 'ws'}://.`,
      );
    default:
      return undefined;
  }
}

const certificateProblems: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'goes back to a root that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has an issuer that is not known',
  UNABLE_TO_GET_ISSUER_CERT: 'has an issuer that is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has an issuer that is not known',
  CERT_UNTRUSTED: 'goes back to a root that is not trusted',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another host',
};

function tlsProblem(code: string, error: Error): Problem | undefined {
  const detail = error.message;
  const certificate = certificateProblems[code];
  if (certificate !== undefined) {
    return {
      code: 'untrusted-certificate',
      message: `The certificate of the other end ${certificate}. Connect anyway only if you know whose server it is.`,
      detail,
    };
  }
  // OpenSSL has taken something else for a TLS record.
  if (/wrong.version.number|packet.length.too.long|unknown.protocol/i.test(code + detail)) {
    return {
      code: 'not-tls',
      message: 'The other end does not speak TLS on this port. Try ws:// instead of wss://.',
      detail,
    };
  }
  if (!/SSL|TLS|EPROTO|CERT/.test(code)) return undefined;
  return {
    code: 'tls-failed',
    message:
      'The TLS handshake failed. Check which TLS versions and certificates the server takes.',
    detail,
  };
}

/** A TLS server answers plain HTTP with an alert, and may reset the connection right after. */
function tlsAlertProblem({ received }: DialFailure): Problem | undefined {
  // A TLS record of type 21 (alert), version 3.x (RFC 8446 §5.1).
  if (!received.startsWith('\x15\x03')) return undefined;
  return {
    code: 'tls-expected',
    message: 'The other end speaks TLS on this port. Try wss:// instead of ws://.',
    detail: escapeBytes(received.slice(0, longestAnswerShown)),
  };
}

/** `HPE_` codes are those of Node's HTTP parser. */
function httpProblem(code: string, { received }: DialFailure): Problem | undefined {
  if (!code.startsWith('HPE_')) return undefined;
  const detail = escapeBytes(received.slice(0, longestAnswerShown));
  if (code === 'HPE_HEADER_OVERFLOW') {
    return {
      code: 'bad-handshake',
      message: 'The header of the answer is too large. The server should send less than 16 KiB.',
      detail,
    };
  }
  return {
    code: 'not-http',
    message:
      'What the other end sent is not an HTTP answer, so it is no WebSocket server. Check the port.',
    detail,
  };
}

/** The sentences of `ws` for answers that break RFC 6455 §4.1, in words for the user. */
function handshakeProblem({ error, received, subprotocols }: DialFailure): Problem | undefined {
  const sentence = handshakeSentence(error.message, subprotocols.join(', '));
  if (sentence === undefined) return undefined;
  return {
    code: 'bad-handshake',
    message: sentence,
    detail: escapeBytes(received.slice(0, longestAnswerShown)),
  };
}

function handshakeSentence(message: string, asked: string): string | undefined {
  switch (message) {
    case 'Invalid Upgrade header':
      return 'The server switched protocols, but not to WebSocket. Check the address.';
    case 'Invalid Sec-WebSocket-Accept header':
      return 'The answer’s Sec-WebSocket-Accept does not fit the key that was sent (RFC 6455 §4.1). A cache may have answered, or the server has a fault.';
    case 'Server sent a subprotocol but none was requested':
      return 'The server chose a subprotocol although none was asked for (RFC 6455 §4.1). Ask for the one it chose.';
    case 'Server sent an invalid subprotocol':
      return `The server chose a subprotocol that was not asked for (RFC 6455 §4.1); asked for: ${asked}. Ask for the one it chose.`;
    case 'Server sent no subprotocol':
      return `The server chose none of the subprotocols that were asked for: ${asked}. Ask for one that it knows, or for none.`;
    case 'Invalid Sec-WebSocket-Extensions header':
    case 'Server indicated an extension that was not requested':
    case 'Server sent a Sec-WebSocket-Extensions header but no extension was requested':
      return 'The answer’s Sec-WebSocket-Extensions does not fit what was offered (RFC 6455 §9.1). The server has a fault.';
    default:
      return undefined;
  }
}
