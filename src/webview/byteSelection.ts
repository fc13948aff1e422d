import type { PressedKey } from './pressedKey';

/** Bytes `from` to `to - 1`. */
export interface ByteSpan {
  readonly from: number;
  readonly to: number;
}

/** What keys move by. */
export interface ByteGeometry {
  /** How many bytes there are. */
  readonly total: number;
  readonly bytesPerLine: number;
  /** Lines that a page key moves by. */
  readonly linesPerPage: number;
}

/** The byte that the keys move from, and those selected with it. */
export class ByteSelection {
  private anchor: number | undefined;
  private at = 0;

  /** The byte that has the focus. */
  get cursor(): number {
    return this.at;
  }

  /** `undefined` while nothing was selected. */
  get span(): ByteSpan | undefined {
    if (this.anchor === undefined) return undefined;
    return { from: Math.min(this.anchor, this.at), to: Math.max(this.anchor, this.at) + 1 };
  }

  /** Moves to a byte and selects it; `extend` selects all from where it began. */
  select(byte: number, extend: boolean): void {
    if (!extend || this.anchor === undefined) this.anchor = extend ? this.at : byte;
    this.at = byte;
  }

  selectAll(total: number): void {
    this.anchor = 0;
    this.at = total - 1;
  }

  clear(): void {
    this.anchor = undefined;
    this.at = 0;
  }
}

/** The byte that a key leads to, within those there are; `undefined` for other keys. */
export function byteReached(
  cursor: number,
  { key, ctrlKey, metaKey, altKey }: PressedKey,
  { total, bytesPerLine, linesPerPage }: ByteGeometry,
): number | undefined {
  if (altKey || total === 0) return undefined;
  const toEdge = ctrlKey || metaKey;
  const lineStart = cursor - (cursor % bytesPerLine);
  const inBounds = (byte: number) => Math.min(Math.max(0, byte), total - 1);
  /** Lines up or down in the same column; where there is none, the byte stays. */
  const across = (lines: number): number => {
    const column = cursor - lineStart;
    const lastLine = Math.floor((total - 1) / bytesPerLine);
    const line = Math.min(Math.max(0, lineStart / bytesPerLine + lines), lastLine);
    return inBounds(line * bytesPerLine + column);
  };
  if (toEdge && key !== 'Home' && key !== 'End') return undefined;
  switch (key) {
    case 'ArrowLeft':
      return inBounds(cursor - 1);
    case 'ArrowRight':
      return inBounds(cursor + 1);
    case 'ArrowUp':
      return across(-1);
    case 'ArrowDown':
      return across(1);
    case 'PageUp':
      return across(-linesPerPage);
    case 'PageDown':
      return across(linesPerPage);
    case 'Home':
      return toEdge ? 0 : lineStart;
    case 'End':
      return toEdge ? total - 1 : inBounds(lineStart + bytesPerLine - 1);
    default:
      return undefined;
  }
}
