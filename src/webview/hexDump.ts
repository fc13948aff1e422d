/** Bytes as three columns of text with the same lines: positions, hex digits, ASCII. */
export interface HexDump {
  readonly positions: string;
  readonly hex: string;
  readonly ascii: string;
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two hex digits for every byte, parted by spaces. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => hexOf[byte]).join(' ');
}

/**
 * Lays bytes out for reading, as hex editors do. `firstPosition` is the position of the first
 * byte; a gap parts each eight bytes; what is no printable ASCII shows as a dot. Positions are
 * wide enough for `end`, so that the parts of one larger dump line up.
 */
export function hexDump(
  bytes: Uint8Array,
  bytesPerLine: number,
  firstPosition = 0,
  end = firstPosition + bytes.length,
): HexDump {
  const positions: string[] = [];
  const hex: string[] = [];
  const ascii: string[] = [];
  const digits = Math.max(4, end.toString(16).length);
  for (let start = 0; start < bytes.length; start += bytesPerLine) {
    const line = bytes.subarray(start, start + bytesPerLine);
    positions.push((firstPosition + start).toString(16).padStart(digits, '0'));
    hex.push(hexLine(line));
    ascii.push(asciiLine(line));
  }
  return { positions: positions.join('\n'), hex: hex.join('\n'), ascii: ascii.join('\n') };
}

function hexLine(line: Uint8Array): string {
  const groups: string[] = [];
  for (let start = 0; start < line.length; start += 8) {
    groups.push(toHex(line.subarray(start, start + 8)));
  }
  return groups.join('  ');
}

function asciiLine(line: Uint8Array): string {
  return Array.from(line, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·',
  ).join('');
}
