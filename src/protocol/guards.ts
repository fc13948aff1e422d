import type { Guards } from './endpoint';
import type { FrameDraft } from './frameDraft';
import type { PanelMethods } from './panelProtocol';

/** Longest text that a panel may hand over, in UTF-16 units: what one message can sensibly hold. */
export const longestText = 64 * 1024 * 1024;
/** Longest URL that is dialled, in UTF-16 units. */
export const longestUrl = 32 * 1024;
/** Longest text of a filter that is taken at all, in UTF-16 units; the filter itself allows less. */
export const longestFilterText = 1024 * 1024;
/** Most rows that one request may read. */
export const mostRows = 10_000;
/** Most buckets of time that a summary may be asked for. */
export const mostSummaryBuckets = 4_096;
/** Most bytes that one request may read. */
export const mostBytes = 16 * 1024 * 1024;

type Check<T> = (value: unknown) => value is T;
type Checked<C> = C extends Check<infer T> ? T : never;

const isNull: Check<null> = (value) => value === null;
const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';

function isText(longest: number): Check<string> {
  return (value): value is string => typeof value === 'string' && value.length <= longest;
}

function isWhole(most: number): Check<number> {
  return (value): value is number =>
    Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most;
}

function isOneOf<const T extends readonly unknown[]>(values: T): Check<T[number]> {
  return (value): value is T[number] => values.includes(value);
}

function isEither<A, B>(first: Check<A>, second: Check<B>): Check<A | B> {
  return (value): value is A | B => first(value) || second(value);
}

function isUndefined(value: unknown): value is undefined {
  return value === undefined;
}

/** An object with these fields and no others: whoever passes it on may add fields of its own. */
function isRecord<const S extends Record<string, Check<unknown>>>(
  shape: S,
): Check<{ [K in keyof S]: Checked<S[K]> }> {
  return (value): value is { [K in keyof S]: Checked<S[K]> } =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).every((key) => Object.hasOwn(shape, key)) &&
    Object.entries(shape).every(([key, check]) => check((value as Record<string, unknown>)[key]));
}

const row = isWhole(Number.MAX_SAFE_INTEGER);

const draftShapes: { [K in FrameDraft['kind']]: Check<Extract<FrameDraft, { kind: K }>> } = {
  text: isRecord({ kind: isOneOf(['text']), text: isText(longestText) }),
  json: isRecord({ kind: isOneOf(['json']), text: isText(longestText) }),
  binary: isRecord({
    kind: isOneOf(['binary']),
    encoding: isOneOf(['hex', 'base64']),
    text: isText(longestText),
  }),
  ping: isRecord({ kind: isOneOf(['ping']), text: isText(longestText) }),
  pong: isRecord({ kind: isOneOf(['pong']), text: isText(longestText) }),
  close: isRecord({
    kind: isOneOf(['close']),
    code: isEither(isWhole(0xffff), isUndefined),
    reason: isText(longestText),
  }),
};

/** Checks a draft that comes from a panel or from another extension. */
export function isFrameDraft(value: unknown): value is FrameDraft {
  return Object.values(draftShapes).some((check) => check(value));
}

/** The checks that the host makes before it acts on anything that a panel says. */
export const panelGuards: Guards<PanelMethods> = {
  'panel/hello': isRecord({ protocol: isWhole(0xffff_ffff), build: isText(100) }),
  'host/ping': isNull,
  'connection/open': isRecord({ url: isText(longestUrl), acceptUntrustedCertificate: isBoolean }),
  'connection/cancel': isNull,
  'connection/close': isNull,
  'frame/send': isRecord({ draft: isFrameDraft }),
  'filter/set': isRecord({ text: isText(longestFilterText) }),
  'filter/complete': isRecord({ text: isText(longestFilterText), caret: row }),
  'rows/read': isRecord({ generation: row, start: row, count: isWhole(mostRows) }),
  'row/find': isRecord({ timeUs: row }),
  'summary/read': isRecord({ buckets: isWhole(mostSummaryBuckets) }),
  'frame/read': isRecord({ row }),
  'bytes/read': isRecord({
    row,
    view: isOneOf(['message', 'payload', 'frame']),
    offset: row,
    length: isWhole(mostBytes),
  }),
  'clipboard/write': isRecord({ text: isText(longestText) }),
  'rows/export': isRecord({
    selection: isEither(isNull, isRecord({ from: row, to: row, count: row })),
  }),
};
