import type { WrittenBytes } from './frameDraft';
import { mistake, type Mistake } from './mistake';

/** Bytes that were written in one way or another, or what is wrong with how they were. */
export type ReadBytes = { readonly ok: true; readonly bytes: Uint8Array } | Mistake;

/** Reads text as UTF-8, hex, or base64 in both alphabets of RFC 4648 (§4 and §5). */
export function readWrittenBytes(written: WrittenBytes): ReadBytes {
  switch (written.encoding) {
    case 'text':
      return { ok: true, bytes: utf8(written.text) };
    case 'hex':
      return readHex(written.text);
    case 'base64':
      return readBase64(written.text);
    case 'bytes':
      return { ok: true, bytes: written.bytes };
  }
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Takes digits of either case, and white space anywhere between the digits. */
function readHex(text: string): ReadBytes {
  const at = text.search(/[^0-9a-f\s]/i);
  if (at >= 0) return mistake(`${named(text, at)} is no hex digit. Use 0-9, a-f and spaces.`, at);
  const digits = text.replaceAll(/\s/g, '');
  if (digits.length % 2 === 1) {
    const end = text.trimEnd().length - 1;
    return mistake('The last byte has one hex digit. Give every byte two.', end);
  }
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  }
  return { ok: true, bytes };
}

/** Takes white space, and padding or none; padding that is there must be right. */
function readBase64(text: string): ReadBytes {
  const at = text.search(/[^0-9a-z+/\-_=\s]/i);
  if (at >= 0) return mistake(`${named(text, at)} does not occur in base64. Remove it.`, at);
  const afterPadding = text.search(/=(?=\s*[^=\s])/);
  if (afterPadding >= 0) {
    return mistake('"=" can only stand at the end of base64. Remove it.', afterPadding);
  }
  const digits = text.replaceAll(/[\s=]/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (digits.length % 4 === 1) {
    const end = text.search(/[=\s]*$/) - 1;
    return mistake('The base64 ends inside a byte. Add what is missing.', end);
  }
  const padding = text.replaceAll(/[^=]/g, '').length;
  const needed = (4 - (digits.length % 4)) % 4;
  if (padding > 0 && padding !== needed) {
    return mistake(paddingSentence(needed), text.indexOf('='));
  }
  return { ok: true, bytes: Uint8Array.from(atob(digits), (unit) => unit.charCodeAt(0)) };
}

function paddingSentence(needed: number): string {
  if (needed === 0) return 'This base64 needs no padding. Remove "=".';
  return `This base64 is padded wrongly. End it with "${'='.repeat(needed)}", or leave that out.`;
}

/** The character at a place of the text, in quotes. */
function named(text: string, at: number): string {
  return `"${String.fromCodePoint(text.codePointAt(at) ?? 0)}"`;
}
