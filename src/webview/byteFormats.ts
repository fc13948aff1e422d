/** How bytes are written when they are copied. */
export type ByteFormat = 'hex' | 'base64' | 'cArray' | 'escaped';

/** Most bytes that are copied at once. */
export const mostCopied = 1024 * 1024;

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const escapeOf = Array.from({ length: 256 }, (_, byte) => escaped(byte));
const bytesPerArrayLine = 12;
/** Bytes whose characters one call may take. */
const bytesPerCall = 8 * 1024;

/** Bytes as text that other tools and languages read. */
export function formatAs(format: ByteFormat, bytes: Uint8Array): string {
  return formats[format](bytes);
}

/** Two hex digits, as everywhere in the panel. */
export function hexByte(byte: number): string {
  return hexOf[byte] ?? '';
}

/** The character of a byte; a dot for what is no printable ASCII. */
export function asciiOf(byte: number): string {
  return isPrintable(byte) ? String.fromCharCode(byte) : '·';
}

export function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}

const formats: Readonly<Record<ByteFormat, (bytes: Uint8Array) => string>> = {
  /** Digits without spaces, as other tools take them. */
  hex: (bytes) => joined(bytes, hexOf),
  /** RFC 4648 §4. */
  base64: (bytes) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += bytesPerCall) {
      text += String.fromCharCode(...bytes.subarray(at, at + bytesPerCall));
    }
    return btoa(text);
  },
  /** The definition of an array in C. */
  cArray: (bytes) => {
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += bytesPerArrayLine) {
      const line = bytes.subarray(at, at + bytesPerArrayLine);
      lines.push(`  ${Array.from(line, (byte) => `0x${hexByte(byte)}`).join(', ')},\n`);
    }
    return `const unsigned char bytes[${bytes.length}] = {\n${lines.join('')}};\n`;
  },
  /**
   * A string in double quotes of one character a byte, as JavaScript and, behind a `b`, Python
   * read it. C reads on after two hex digits, so it has the array.
   */
  escaped: (bytes) => `"${joined(bytes, escapeOf)}"`,
};

function joined(bytes: Uint8Array, texts: readonly string[]): string {
  let text = '';
  for (const byte of bytes) text += texts[byte] ?? '';
  return text;
}

function escaped(byte: number): string {
  const character = String.fromCharCode(byte);
  const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' }[character];
  if (short !== undefined) return short;
  return isPrintable(byte) ? character : `\\x${hexOf[byte] ?? ''}`;
}
