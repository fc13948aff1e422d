/**
 * Characters that a list must not print as they are: controls (Cc: C0, DEL, C1), line and paragraph
 * separators (Zl, Zp), and the controls of bidirectional text (Unicode UAX #9), which could make
 * one payload look like another.
 */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Makes control characters visible: a line feed reads ␊, a right-to-left override <U+202E>. */
export function visibleText(text: string): string {
  return text.replaceAll(unprintable, symbolOf);
}

function symbolOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
