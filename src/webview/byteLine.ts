import { asciiOf, hexByte } from './byteFormats';
import type { ByteSpan } from './byteSelection';

/** What a line shows. */
export interface ByteLineContent {
  /** Its number among all lines, from 0. */
  readonly line: number;
  /** Where it begins among the bytes, and how many of those it has. */
  readonly start: number;
  readonly count: number;
  /** The position of its first byte in hex. */
  readonly position: string;
  /** `undefined` for a byte that has not been read yet. */
  readonly byte: (offset: number) => number | undefined;
  readonly selected: ByteSpan | undefined;
  readonly cursor: number;
  /** Bytes before this one are those of the header. */
  readonly headerEnd: number;
}

/** The id of the cell of a byte, for `aria-activedescendant`. */
export function byteCellId(grid: string, offset: number): string {
  return `${grid}-${offset}`;
}

/** A line of a byte grid: the position, the bytes in hex, the same as ASCII. */
export class ByteLine {
  readonly element = document.createElement('div');
  private readonly position = part('bytes-position', 'rowheader');
  private readonly hex: readonly HTMLElement[];
  private readonly ascii: readonly HTMLElement[];

  constructor(
    private readonly grid: string,
    bytesPerLine: number,
  ) {
    this.element.className = 'bytes-line';
    this.element.setAttribute('role', 'row');
    const hex = part('bytes-hex', 'presentation');
    const ascii = part('bytes-ascii', 'presentation');
    // A screen reader has the character in the name of the byte.
    ascii.ariaHidden = 'true';
    this.hex = Array.from({ length: bytesPerLine }, () => part('byte', 'gridcell'));
    this.ascii = Array.from({ length: bytesPerLine }, () => document.createElement('span'));
    hex.append(...this.hex);
    ascii.append(...this.ascii);
    this.element.append(this.position, hex, ascii);
  }

  paint(content: ByteLineContent): void {
    this.element.hidden = false;
    this.element.ariaRowIndex = String(content.line + 1);
    this.position.textContent = content.position;
    this.hex.forEach((cell, column) => this.paintByte(cell, column, content));
  }

  place(top: number): void {
    this.element.style.transform = `translateY(${top}px)`;
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** Which byte of the line an element shows, in hex or as ASCII; -1 if none. */
  columnOf(element: Node): number {
    const column = this.hex.findIndex((cell) => cell === element);
    return column < 0 ? this.ascii.findIndex((cell) => cell === element) : column;
  }

  private paintByte(cell: HTMLElement, column: number, content: ByteLineContent): void {
    const { start, count, selected, cursor, headerEnd } = content;
    const offset = start + column;
    const isThere = column < count;
    const value = isThere ? content.byte(offset) : undefined;
    const isSelected = selected !== undefined && offset >= selected.from && offset < selected.to;
    const look = [
      isThere && isSelected ? 'selected' : '',
      isThere && offset === cursor ? 'cursor' : '',
      offset < headerEnd ? 'of-header' : '',
    ].join(' ');
    cell.id = byteCellId(this.grid, offset);
    cell.hidden = !isThere;
    cell.textContent = value === undefined ? '··' : hexByte(value);
    cell.className = `byte ${look}`;
    cell.ariaSelected = String(isSelected);
    const character = this.ascii[column];
    if (!character) return;
    character.className = look;
    character.textContent = !isThere ? '' : value === undefined ? ' ' : asciiOf(value);
  }
}

function part(className: string, role: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.setAttribute('role', role);
  return element;
}
