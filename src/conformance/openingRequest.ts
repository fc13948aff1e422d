import { randomBytes } from 'node:crypto';
import type { Target } from './target';

/** Header fields by their names as they are sent; a list is sent as several fields of one name. */
export type RequestFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** In what a request departs from the usual one. */
export interface RequestChange {
  readonly method?: string;
  /** The request target; path and query of the URL unless told. */
  readonly resource?: string;
  readonly version?: string;
  /** Fields to add or to send otherwise; `undefined` leaves a usual one out. */
  readonly fields?: RequestFields;
  /** Spells the names of all fields. */
  readonly spell?: (name: string) => string;
}

/** The head of an opening handshake as a client sends it (RFC 6455 §4.1). */
export interface OpeningRequest {
  /** One character (latin1) a byte, the blank line included. */
  readonly head: string;
  /** The value of Sec-WebSocket-Key, or an empty text. */
  readonly key: string;
}

/** Writes the head of an opening handshake, proper or not. */
export function openingRequest(target: Target, change: RequestChange = {}): OpeningRequest {
  const { method = 'GET', resource = target.resource, version = 'HTTP/1.1' } = change;
  const fields: RequestFields = {
    Host: target.hostField,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Version': '13',
    Authorization: target.authorization,
    ...change.fields,
  };
  const spell = change.spell ?? ((name) => name);
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    valuesOf(value).map((one) => `${spell(name)}: ${one}`),
  );
  const [key = ''] = valuesOf(fields['Sec-WebSocket-Key']);
  return { head: [`${method} ${resource} ${version}`, ...lines, '\r\n'].join('\r\n'), key };
}

function valuesOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
