import { parseArgs, type ParseArgsConfig } from 'node:util';
import { draftPayload } from '../protocol/draftPayload';
import type { FrameDraft } from '../protocol/frameDraft';

/** What the words after the program's name ask for. */
export type CommandLine =
  | ({ readonly kind: 'connect' } & ConnectOrder)
  | ({ readonly kind: 'read' } & ReadOrder)
  | ({ readonly kind: 'check' } & CheckOrder)
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** What is wrong, then what to do. */
  | { readonly kind: 'mistake'; readonly message: string };

export interface ConnectOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly subprotocols: readonly string[];
  /** What is sent as soon as the connection is open, in this order. */
  readonly firstFrames: readonly FrameDraft[];
  readonly echo: boolean;
  /** Messages to receive before closing; `undefined` for any number. */
  readonly count: number | undefined;
  /** Seconds for the whole run, no more than a timer takes; `undefined` for no limit. */
  readonly timeout: number | undefined;
  /** Bytes of the largest message accepted; 0 is no limit. */
  readonly messageLimit: number;
  readonly insecure: boolean;
  readonly deflate: boolean;
  /** Path of the folder that the capture is kept in. */
  readonly capture: string | undefined;
  readonly ndjson: boolean;
}

export interface ReadOrder {
  /** Path of the capture's folder. */
  readonly file: string;
  readonly ndjson: boolean;
}

export interface CheckOrder {
  readonly url: string;
  /** Ids of the checks to play; `undefined` for all. */
  readonly only: readonly string[] | undefined;
  /** Path of the file that the report is written to as Markdown. */
  readonly markdown: string | undefined;
  /** A server on another machine may be checked. */
  readonly remote: boolean;
  readonly insecure: boolean;
  /** Seconds for the whole run, no more than a timer takes; `undefined` for no limit. */
  readonly timeout: number | undefined;
  /** Seconds that the server has for each answer, as many at most; `undefined` for the kit's. */
  readonly answerTime: number | undefined;
  readonly ndjson: boolean;
}

const connectOptions = {
  send: { type: 'string', multiple: true },
  'send-hex': { type: 'string', multiple: true },
  ping: { type: 'boolean', multiple: true },
  echo: { type: 'boolean' },
  count: { type: 'string' },
  timeout: { type: 'string' },
  'max-message': { type: 'string' },
  header: { type: 'string', multiple: true },
  subprotocol: { type: 'string', multiple: true },
  'no-deflate': { type: 'boolean' },
  insecure: { type: 'boolean' },
  capture: { type: 'string' },
  ndjson: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

const readOptions = { ndjson: { type: 'boolean' } } as const;

const checkOptions = {
  only: { type: 'string', multiple: true },
  markdown: { type: 'string' },
  remote: { type: 'boolean' },
  insecure: { type: 'boolean' },
  timeout: { type: 'string' },
  'answer-time': { type: 'string' },
  ndjson: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

const anAddress = 'an address, ws://localhost:8080 for instance';

/** Megabytes of the largest message accepted, unless told. */
const defaultMaxMessage = '100';

/** Most seconds that a timer of Node takes (2^31 - 1 ms); a longer one fires at once. */
const mostSeconds = 2_147_483;

/** A sentence about a word that is wrong. */
class Mistake extends Error {}

/** Reads the words after the program's name. */
export function readCommandLine(words: readonly string[]): CommandLine {
  const options = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  if (options.includes('--help') || words[0] === 'help') return { kind: 'help' };
  if (options.includes('--version')) return { kind: 'version' };
  const [command, ...rest] = words;
  try {
    if (command === 'connect') return readConnect(rest);
    if (command === 'read') return readRead(rest);
    if (command === 'check') return readCheck(rest);
  } catch (error) {
    if (!isMistake(error)) throw error;
    return { kind: 'mistake', message: error.message.replace(/[^.]$/, '$&.') };
  }
  const what = command === undefined ? 'A command is missing' : `"${command}" is no command`;
  return { kind: 'mistake', message: `${what}: use connect, read or check.` };
}

/** The sentences of `parseArgs` say what is wrong and what to do. */
function isMistake(error: unknown): error is Error {
  if (error instanceof Mistake) return true;
  const { code = '' } = error as NodeJS.ErrnoException;
  return code.startsWith('ERR_PARSE_ARGS_');
}

function readConnect(args: string[]): CommandLine {
  const { values, positionals, tokens } = parseArgs({
    args,
    options: connectOptions,
    allowPositionals: true,
    tokens: true,
  });
  return {
    kind: 'connect',
    url: onlyPositional(positionals, 'connect', anAddress),
    headers: headersOf(values.header ?? []),
    subprotocols: values.subprotocol ?? [],
    firstFrames: tokens.flatMap((token) =>
      token.kind === 'option' ? firstFrame(token.name, token.value ?? '') : [],
    ),
    echo: values.echo ?? false,
    count: values.count === undefined ? undefined : countOf(values.count),
    timeout: secondsOf('timeout', values.timeout),
    messageLimit: megabytesOf(values['max-message'] ?? defaultMaxMessage),
    insecure: values.insecure ?? false,
    deflate: !(values['no-deflate'] ?? false),
    capture: values.capture,
    ndjson: values.ndjson ?? false,
  };
}

function readRead(args: string[]): CommandLine {
  const { values, positionals } = parseArgs({ args, options: readOptions, allowPositionals: true });
  const file = onlyPositional(positionals, 'read', 'the path of a capture');
  return { kind: 'read', file, ndjson: values.ndjson ?? false };
}

function readCheck(args: string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args,
    options: checkOptions,
    allowPositionals: true,
  });
  return {
    kind: 'check',
    url: onlyPositional(positionals, 'check', anAddress),
    only: values.only,
    markdown: values.markdown,
    remote: values.remote ?? false,
    insecure: values.insecure ?? false,
    timeout: secondsOf('timeout', values.timeout),
    answerTime: secondsOf('answer-time', values['answer-time']),
    ndjson: values.ndjson ?? false,
  };
}

function onlyPositional(positionals: readonly string[], command: string, what: string): string {
  const [first, second] = positionals;
  if (first === undefined) throw new Mistake(`${command} needs ${what}.`);
  if (second !== undefined) {
    throw new Mistake(
      `${command} takes one argument, and "${second}" is a second one. Put quotes around what belongs together.`,
    );
  }
  return first;
}

function firstFrame(option: string, value: string): FrameDraft[] {
  switch (option) {
    case 'send':
      return [{ kind: 'text', text: value }];
    case 'ping':
      return [{ kind: 'ping', text: '' }];
    case 'send-hex':
      return [hexDraft(value)];
    default:
      return [];
  }
}

function hexDraft(text: string): FrameDraft {
  const draft = { kind: 'binary', encoding: 'hex', text } as const;
  const payload = draftPayload(draft);
  if (!payload.ok) throw new Mistake(`--send-hex: ${payload.message}`);
  return draft;
}

function headersOf(fields: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (const field of fields) {
    const colon = field.indexOf(':');
    // The value may be a secret, so the sentence does not repeat it.
    if (colon < 0) {
      throw new Mistake("A header field has no colon. Write --header 'Name: value'.");
    }
    const name = field.slice(0, colon).trim();
    if (headers.has(name)) {
      throw new Mistake(
        `The header "${name}" is there twice. Give its values in one, with commas.`,
      );
    }
    headers.set(name, field.slice(colon + 1).trim());
  }
  return Object.fromEntries(headers);
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new Mistake(`"${text}" is no number of messages. Give --count a whole number from 1 on.`);
}

function megabytesOf(text: string): number {
  if (isDecimal(text)) return Math.ceil(Number(text) * 1_000_000);
  throw new Mistake(
    `"${text}" is no size. Give --max-message a number of megabytes, 0 for no limit.`,
  );
}

function secondsOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = isDecimal(text) ? Number(text) : 0;
  if (seconds > mostSeconds) {
    throw new Mistake(
      `"${text}" is too long a time. Give --${option} at most ${mostSeconds} seconds, which are 24 days.`,
    );
  }
  if (seconds > 0) return seconds;
  throw new Mistake(`"${text}" is no time. Give --${option} a number of seconds above 0.`);
}

function isDecimal(text: string): boolean {
  return /^\d{1,9}(\.\d+)?$/.test(text);
}
