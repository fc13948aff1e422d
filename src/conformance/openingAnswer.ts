import { createHash } from 'node:crypto';

/** What the accept value is made with (RFC 6455 §1.3). */
const acceptGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The head of a server's answer to an opening handshake. */
export interface OpeningAnswer {
  /** One character (latin1) a byte, the blank line included. */
  readonly head: string;
  readonly status: number;
  /** The status line without the HTTP version: `101 Switching Protocols`. */
  readonly statusText: string;
  /** The values of each field, by its name in lower case, in their order. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** Reads the head of an answer; `undefined` if it is no HTTP/1 (RFC 9112 §4). */
export function readOpeningAnswer(head: string): OpeningAnswer | undefined {
  const [statusLine = '', ...lines] = head.split('\r\n');
  const [, statusText = '', status] = /^HTTP\/1\.\d ((\d{3})(?: .*)?)$/.exec(statusLine) ?? [];
  if (status === undefined) return undefined;
  const fields = new Map<string, string[]>();
  for (const line of lines) {
    const [, name, value = ''] = /^([^\s:]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined) continue;
    const key = name.toLowerCase();
    fields.set(key, [...(fields.get(key) ?? []), value]);
  }
  return { head, status: Number(status), statusText: statusText.trim(), fields };
}

/** The values of a field that may be sent several times, as one list; `undefined` if it is absent. */
export function fieldOf({ fields }: OpeningAnswer, name: string): string | undefined {
  return fields.get(name.toLowerCase())?.join(', ');
}

/**
 * What is wrong with an answer that accepts a request which asked for nothing but a WebSocket
 * (RFC 6455 §4.2.2 item 5), in sentences.
 */
export function acceptanceProblems(answer: OpeningAnswer, key: string): string[] {
  const accept = createHash('sha1')
    .update(key + acceptGuid)
    .digest('base64');
  return [
    tokensOf(answer, 'Upgrade').includes('websocket') ? '' : 'It lacks "Upgrade: websocket".',
    tokensOf(answer, 'Connection').includes('upgrade') ? '' : 'It lacks "Connection: Upgrade".',
    fieldOf(answer, 'Sec-WebSocket-Accept') === accept
      ? ''
      : `Its Sec-WebSocket-Accept is not ${accept}.`,
  ].filter(Boolean);
}

function tokensOf(answer: OpeningAnswer, name: string): string[] {
  const value = fieldOf(answer, name) ?? '';
  return value.split(',').map((token) => token.trim().toLowerCase());
}
