import { isSendableCloseCode } from '../protocol/draftPayload';

/** Close codes of RFC 6455 §7.4.1 and of the registry that it sets up, in words. */
const names: Readonly<Record<number, string>> = {
  1000: 'normal closure',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1005: 'no code was given',
  1006: 'ended without a close frame',
  1007: 'invalid payload data',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'extension missing',
  1011: 'internal error',
  1012: 'service restart',
  1013: 'try again later',
  1014: 'bad gateway',
  1015: 'TLS handshake failed',
};

/** Codes that an endpoint may send and that have a name, for the composer to offer. */
export const sendableCloseCodes: readonly number[] = Object.keys(names)
  .map(Number)
  .filter(isSendableCloseCode);

/** What a close code means, in words that follow it: `normal closure`, `policy violation`. */
export function closeCodeMeaning(code: number): string {
  const name = names[code];
  if (name !== undefined) return name;
  if (code >= 4000 && code <= 4999) return 'private use by the application';
  if (code >= 3000 && code <= 3999) return 'registered by a library or framework';
  return 'not defined';
}
