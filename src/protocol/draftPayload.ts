import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { FrameDraft } from './frameDraft';

/** What a draft means on the wire, or why it cannot be sent. */
export type DraftPayload =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly ok: false;
      /** What is wrong, then what to do. */
      readonly message: string;
      /** Where the text goes wrong, in UTF-16 units; absent if that is no single place. */
      readonly at?: number;
    };

/** Most bytes in the payload of a control frame (RFC 6455 §5.5). */
export const longestControlPayload = 125;
/** Most bytes in the reason of a close frame: a control payload without the two bytes of the code. */
export const longestCloseReason = longestControlPayload - 2;

/** Turns a draft into payload data, unmasked. Pure: the panel calls it while the user types. */
export function draftPayload(draft: FrameDraft): DraftPayload {
  if (draft.kind === 'text') return { ok: true, bytes: utf8(draft.text) };
  if (draft.kind === 'json') return jsonPayload(draft.text);
  if (draft.kind === 'close') return closePayload(draft.code, draft.reason);
  if (draft.kind !== 'binary') return controlPayload(draft.text);
  return draft.encoding === 'hex' ? hexPayload(draft.text) : base64Payload(draft.text);
}

/** Whether an end may put this code into a close frame (RFC 6455 §7.4). */
export function isSendableCloseCode(code: number): boolean {
  return (
    Number.isInteger(code) &&
    ((code >= 1000 && code <= 1003) ||
      (code >= 1007 && code <= 1014) ||
      (code >= 3000 && code <= 4999))
  );
}

/** Sends the text as it was typed: the check must not change a number or a space. */
function jsonPayload(text: string): DraftPayload {
  try {
    JSON.parse(text);
    return { ok: true, bytes: utf8(text) };
  } catch {
    return jsonMistake(text);
  }
}

/** `JSON.parse` does not say where the mistake is; jsonc-parser does. */
function jsonMistake(text: string): DraftPayload {
  if (text.trim() === '') return wrong('There is no JSON yet. Type a value.');
  const [mistake] = parseErrors(text);
  if (!mistake) return wrong('This is not valid JSON. Correct it, or send it as text.');
  const before = text.slice(0, mistake.offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  const words = printParseErrorCode(mistake.error).replaceAll(/(?<=[a-z])[A-Z]/g, ' $&');
  return wrong(
    `This is not valid JSON: ${words.toLowerCase()} at ${place}. Correct it, or send it as text.`,
    mistake.offset,
  );
}

function parseErrors(text: string): ParseError[] {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    // jsonc-parser calls itself for each level, so very deep text exhausts the stack.
    if (!(error instanceof RangeError)) throw error;
  }
  return errors;
}

function hexPayload(text: string): DraftPayload {
  const at = text.search(/[^0-9a-f\s]/i);
  if (at >= 0) return wrong(`${named(text, at)} is no hex digit. Use 0-9, a-f and spaces.`, at);
  const digits = text.replaceAll(/\s/g, '');
  if (digits.length % 2 === 1) {
    const end = text.trimEnd().length - 1;
    return wrong('The last byte has one hex digit. Give every byte two.', end);
  }
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  }
  return { ok: true, bytes };
}

/** Takes both alphabets of RFC 4648 (§4 and §5), with or without padding, and white space. */
function base64Payload(text: string): DraftPayload {
  const at = text.search(/[^0-9a-z+/\-_=\s]/i);
  if (at >= 0) return wrong(`${named(text, at)} does not occur in base64. Remove it.`, at);
  const afterPadding = text.search(/=(?=\s*[^=\s])/);
  if (afterPadding >= 0) {
    return wrong('"=" can only stand at the end of base64. Remove it.', afterPadding);
  }
  const digits = text.replaceAll(/[\s=]/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (digits.length % 4 === 1) {
    const end = text.search(/[=\s]*$/) - 1;
    return wrong('The base64 ends inside a byte. Add what is missing.', end);
  }
  return { ok: true, bytes: Uint8Array.from(atob(digits), (unit) => unit.charCodeAt(0)) };
}

function controlPayload(text: string): DraftPayload {
  const bytes = utf8(text);
  if (bytes.length <= longestControlPayload) return { ok: true, bytes };
  return wrong(
    `The payload of a control frame can have ${longestControlPayload} bytes; ` +
      `this one has ${bytes.length}. Shorten it.`,
  );
}

function closePayload(code: number | undefined, reason: string): DraftPayload {
  const reasonBytes = utf8(reason);
  if (code === undefined) {
    if (reasonBytes.length === 0) return { ok: true, bytes: reasonBytes };
    return wrong('A reason needs a close code before it. Give a code, 1000 for instance.');
  }
  if (!isSendableCloseCode(code)) {
    return wrong(`The close code ${code} must not be sent. Use 1000-1003, 1007-1014 or 3000-4999.`);
  }
  if (reasonBytes.length > longestCloseReason) {
    return wrong(
      `The reason of a close frame can have ${longestCloseReason} bytes; ` +
        `this one has ${reasonBytes.length}. Shorten it.`,
    );
  }
  return { ok: true, bytes: Uint8Array.of(code >> 8, code & 0xff, ...reasonBytes) };
}

function wrong(message: string, at?: number): DraftPayload {
  return at === undefined ? { ok: false, message } : { ok: false, message, at };
}

/** The character at a place of the text, in quotes. */
function named(text: string, at: number): string {
  return `"${String.fromCodePoint(text.codePointAt(at) ?? 0)}"`;
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
