import type { ConnectionId } from '../protocol/connectionSnapshot';
import type { FrameDraft } from '../protocol/frameDraft';
import type { DialOptions } from '../protocol/inspectorProtocol';
import { isFrameDraft } from '../protocol/draftGuards';
import { isHabitChoices } from '../protocol/habitGuards';

/** What a command was called with, or a sentence for whoever called it. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

export interface SendArguments {
  readonly draft: FrameDraft;
  /** The active panel's connection if not given. */
  readonly connection: ConnectionId | undefined;
}

const connectUsage =
  'Connect takes an address, or an object with "url" and, if wanted, "subprotocols" (a list of texts), ' +
  '"headers" (an object of texts), "acceptUntrustedCertificate" (true or false) and "habits" (an ' +
  'object such as {"answerPings": "never"}; docs/protocol.md of the repository lists them all).';

const sendUsage =
  'Send Message takes a text, an object with "text", or a frame such as ' +
  '{"kind": "ping", "text": ""}, and, if wanted, the "connection" that Connect returned.';

/** Reads the argument of the command Connect; keybindings and other extensions pass anything. */
export function parseConnectArgument(argument: unknown): Parsed<DialOptions> {
  const given = typeof argument === 'string' ? { url: argument } : argument;
  if (!isObject(given)) return refuse(connectUsage);
  const { url, subprotocols = [], headers = {}, acceptUntrustedCertificate = false } = given;
  const { habits } = given;
  if (typeof url !== 'string' || url.trim() === '') return refuse(connectUsage);
  if (!isTextList(subprotocols) || !isTextRecord(headers)) return refuse(connectUsage);
  if (typeof acceptUntrustedCertificate !== 'boolean') return refuse(connectUsage);
  const value = { url, subprotocols, headers, acceptUntrustedCertificate };
  if (habits === undefined) return { ok: true, value };
  return isHabitChoices(habits) ? { ok: true, value: { ...value, habits } } : refuse(connectUsage);
}

/** Reads the argument of the command Check This Server: an address. */
export function parseCheckArgument(argument: unknown): Parsed<string> {
  const isAddress = typeof argument === 'string' && argument.trim() !== '';
  return isAddress ? { ok: true, value: argument } : refuse('Check This Server takes an address.');
}

/** Reads the argument of the command Send Message. */
export function parseSendArgument(argument: unknown): Parsed<SendArguments> {
  const given = typeof argument === 'string' ? { text: argument } : argument;
  if (!isObject(given)) return refuse(sendUsage);
  const { connection, ...described } = given;
  if (connection !== undefined && typeof connection !== 'string') return refuse(sendUsage);
  const draft = 'kind' in described ? described : { kind: 'text', ...described };
  return isFrameDraft(draft) ? { ok: true, value: { draft, connection } } : refuse(sendUsage);
}

/** Reads the argument of the command Disconnect: the id that Connect returned, or nothing. */
export function parseDisconnectArgument(argument: unknown): Parsed<ConnectionId | undefined> {
  if (argument === undefined || typeof argument === 'string') return { ok: true, value: argument };
  return refuse('Disconnect takes the connection that Connect returned, or nothing.');
}

function refuse(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isTextRecord(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((item) => typeof item === 'string');
}
