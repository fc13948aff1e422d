/** The IANA WebSocket Close Code Number Registry (RFC 6455 §11.7). */
const registeredNames: Readonly<Record<number, string>> = {
  1000: 'Normal Closure',
  1001: 'Going Away',
  1002: 'Protocol Error',
  1003: 'Unsupported Data',
  1004: 'Reserved',
  1005: 'No Status Received',
  1006: 'Abnormal Closure',
  1007: 'Invalid Frame Payload Data',
  1008: 'Policy Violation',
  1009: 'Message Too Big',
  1010: 'Mandatory Extension',
  1011: 'Internal Error',
  1012: 'Service Restart',
  1013: 'Try Again Later',
  1014: 'Bad Gateway',
  1015: 'TLS Handshake',
  3000: 'Unauthorized',
  3003: 'Forbidden',
  3008: 'Timeout',
};

/** Codes that only name what a program saw; no close frame may carry them (RFC 6455 §7.4.1). */
const neverSent: ReadonlySet<number> = new Set([1004, 1005, 1006, 1015]);

/**
 * The registered name of a close code, else what its range is for (RFC 6455 §7.4.2), in words
 * for the user.
 */
export function closeCodeName(code: number): string {
  const name = registeredNames[code];
  if (name !== undefined) return name;
  if (code >= 1000 && code <= 2999) return 'Reserved for the protocol';
  if (code >= 3000 && code <= 3999) return 'Reserved for libraries and frameworks';
  if (code >= 4000 && code <= 4999) return 'Private use';
  return 'Not a close code';
}

/**
 * Whether a close frame may carry the code: 1000-1003, 1007-1014 (those of the registry that have
 * a meaning on the wire) and 3000-4999 (RFC 6455 §7.4).
 */
export function isSendableCloseCode(code: number): boolean {
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && !neverSent.has(code);
}
