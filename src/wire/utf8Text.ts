import { byteAt } from './frameHeader';
import { Utf8Validator } from './utf8Validator';

const replacementCharacter = '\ufffd';

/** Bits of the code point that the first octet carries, by the number of octets. */
const leadBits = [0, 0x7f, 0x1f, 0x0f, 0x07] as const;

/**
 * Decodes short UTF-8 texts, the reason in a close frame for instance: the pure layer has no
 * `TextDecoder`. What is not UTF-8 reads as U+FFFD, as many times as `TextDecoder` would write it.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const validator = new Utf8Validator();
  let text = '';
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (!validator.push(bytes, at, at + 1)) {
      text += replacementCharacter;
      validator.reset();
      // The octet that broke a sequence may begin the next one.
      if (at > start) at--;
      start = at + 1;
    } else if (validator.complete) {
      text += String.fromCodePoint(codePointOf(bytes, start, at + 1));
      start = at + 1;
    }
  }
  return validator.complete ? text : text + replacementCharacter;
}

/** The code point of the valid sequence from `start` up to `end`. */
function codePointOf(bytes: Uint8Array, start: number, end: number): number {
  let codePoint = byteAt(bytes, start) & (leadBits[end - start] ?? 0);
  for (let at = start + 1; at < end; at++) {
    codePoint = (codePoint << 6) | (byteAt(bytes, at) & 0x3f);
  }
  return codePoint;
}
