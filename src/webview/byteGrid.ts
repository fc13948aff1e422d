import { BytePages, type ByteSource } from './bytePages';
import { byteCellId, ByteLine } from './byteLine';
import { ByteScroller } from './byteScroller';
import { ByteSelection, byteReached, type ByteSpan } from './byteSelection';
import type { ReadBytes } from './rowBytes';

/** Bytes and what is known of them. */
export interface ShownBytes extends ByteSource {
  /** Position of the first byte. */
  readonly firstPosition: number;
  /** How many of the first bytes are those of a header. */
  readonly headerLength: number;
}

export interface ByteGridOptions {
  /** Tells this grid from others in ids. */
  readonly id: string;
  readonly label: string;
  readonly read: ReadBytes;
  /** Another byte has the focus, others are selected, or one has been read. */
  readonly onChange: () => void;
  /** The user wants a copy of what is selected, or of all. */
  readonly onCopy: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** Bytes in a line, as many as there is room for. */
const lineLengths = [16, 8, 4] as const;
/** Characters of a line besides the position: hex with a gap before each byte and a wider one. */
const charactersOf = (bytesPerLine: number) => bytesPerLine * 4 + (bytesPerLine === 16 ? 3 : 2);

/**
 * Bytes in hex and ASCII as a grid, however many: only the lines in view exist, and only their
 * bytes are read.
 */
export class ByteGrid {
  readonly element = document.createElement('div');
  private readonly probe = document.createElement('span');
  private readonly scroller: ByteScroller;
  private readonly selection = new ByteSelection();
  private shown: ShownBytes | undefined;
  private pages: BytePages | undefined;
  private lines: ByteLine[] = [];
  private bytesPerLine: number = lineLengths[0];
  private frameRequested = false;

  constructor(private readonly options: ByteGridOptions) {
    const { element } = this;
    element.className = 'bytes';
    element.tabIndex = 0;
    element.setAttribute('role', 'grid');
    element.ariaLabel = options.label;
    element.ariaMultiSelectable = 'true';
    this.probe.className = 'bytes-probe';
    this.probe.ariaHidden = 'true';
    this.probe.textContent = '0000000000';
    this.scroller = new ByteScroller({
      onMove: () => this.schedule(),
      onResize: () => this.onResize(),
    });
    element.append(this.probe, this.scroller.element);
    element.addEventListener('keydown', (event) => this.onKey(event));
    this.scroller.sizer.addEventListener('pointerdown', (event) => this.onPointerDown(event));
    this.scroller.sizer.addEventListener('pointermove', (event) => this.onPointerMove(event));
  }

  /** The byte that has the focus. */
  get cursor(): number {
    return this.selection.cursor;
  }

  get selected(): ByteSpan | undefined {
    return this.selection.span;
  }

  /** The byte at an offset, if it has been read. */
  byte(offset: number): number | undefined {
    return this.pages?.byte(offset);
  }

  /** Shows bytes; the same ones again change nothing. */
  show(shown: ShownBytes): void {
    if (this.shown && isSame(this.shown, shown)) return;
    const isOther = this.shown?.row !== shown.row || this.shown.view !== shown.view;
    this.shown = shown;
    this.pages?.dispose();
    this.pages = new BytePages({
      source: shown,
      read: this.options.read,
      onRead: () => {
        this.schedule();
        this.options.onChange();
      },
      onFailure: this.options.onFailure,
    });
    if (isOther) this.selection.clear();
    this.layOut();
    if (isOther) this.scroller.showFrom(0);
  }

  /** The byte with the focus stays in view if it was: what is said below may take its place. */
  private onResize(): void {
    const { start, end } = this.scroller.inView;
    const line = Math.floor(this.selection.cursor / this.bytesPerLine);
    this.layOut();
    if (line < start || line >= end) return;
    this.scroller.showLine(Math.floor(this.selection.cursor / this.bytesPerLine));
  }

  /** Lays the lines out for the room that there is. */
  private layOut(): void {
    const { total = 0, firstPosition = 0 } = this.shown ?? {};
    const topByte = this.scroller.inView.start * this.bytesPerLine;
    const before = this.bytesPerLine;
    this.bytesPerLine = this.lineLengthFor(firstPosition + total);
    if (before !== this.bytesPerLine) this.dropLines();
    this.element.ariaRowCount = String(Math.ceil(total / this.bytesPerLine));
    this.element.ariaColCount = String(this.bytesPerLine + 1);
    this.element.dataset.bytes = String(this.bytesPerLine);
    this.scroller.layOut(Math.ceil(total / this.bytesPerLine));
    if (before !== this.bytesPerLine)
      this.scroller.showFrom(Math.floor(topByte / this.bytesPerLine));
  }

  private lineLengthFor(end: number): number {
    const room = this.scroller.element.clientWidth / (this.probe.offsetWidth / 10 || 1);
    const fitting = lineLengths.find((bytes) => digitsFor(end) + charactersOf(bytes) <= room);
    return fitting ?? 4;
  }

  private dropLines(): void {
    for (const line of this.lines) line.element.remove();
    this.lines = [];
  }

  private schedule(): void {
    if (this.frameRequested) return;
    this.frameRequested = true;
    requestAnimationFrame(() => {
      this.frameRequested = false;
      this.paint();
    });
  }

  private paint(): void {
    const { shown, pages, scroller, bytesPerLine, selection } = this;
    if (!shown || !pages) return;
    const { start, end } = scroller.inView;
    pages.want(start * bytesPerLine, end * bytesPerLine);
    this.makeLines(end - start);
    const digits = digitsFor(shown.firstPosition + shown.total);
    this.lines.forEach((one, slot) => {
      const line = start + slot;
      const from = line * bytesPerLine;
      if (line >= end) {
        one.hide();
        return;
      }
      one.paint({
        line,
        start: from,
        count: Math.min(bytesPerLine, shown.total - from),
        position: (shown.firstPosition + from).toString(16).padStart(digits, '0'),
        byte: (offset) => pages.byte(offset),
        selected: selection.span,
        cursor: selection.cursor,
        headerEnd: shown.headerLength,
      });
      one.place(scroller.topOf(line));
    });
    this.showActive(start * bytesPerLine, end * bytesPerLine);
  }

  private makeLines(count: number): void {
    while (this.lines.length < count) {
      const line = new ByteLine(this.options.id, this.bytesPerLine);
      this.lines.push(line);
      this.scroller.sizer.append(line.element);
    }
  }

  private showActive(from: number, to: number): void {
    const { cursor } = this.selection;
    if (cursor < from || cursor >= to) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', byteCellId(this.options.id, cursor));
  }

  private onKey(event: KeyboardEvent): void {
    if (!this.shown || !this.act(event, this.shown.total)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Does what a key asks for; `false` if it asks for nothing here. */
  private act(event: KeyboardEvent, total: number): boolean {
    const { bytesPerLine, scroller } = this;
    if ((event.ctrlKey || event.metaKey) && total > 0) {
      if (event.key === 'a') {
        this.selection.selectAll(total);
        this.changed();
        return true;
      }
      if (event.key === 'c') {
        this.options.onCopy();
        return true;
      }
    }
    const geometry = { total, bytesPerLine, linesPerPage: scroller.page };
    const to = byteReached(this.selection.cursor, event, geometry);
    if (to === undefined) return false;
    this.moveTo(to, event.shiftKey);
    return true;
  }

  private moveTo(byte: number, extend: boolean): void {
    this.selection.select(byte, extend);
    this.scroller.showLine(Math.floor(byte / this.bytesPerLine));
    this.changed();
  }

  private changed(): void {
    this.schedule();
    this.options.onChange();
  }

  private onPointerDown(event: PointerEvent): void {
    const byte = this.byteAt(event.target);
    if (byte === undefined || event.button !== 0) return;
    // The browser would select text.
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.moveTo(byte, event.shiftKey);
  }

  private onPointerMove(event: PointerEvent): void {
    if ((event.buttons & 1) === 0) return;
    const byte = this.byteAt(event.target);
    if (byte !== undefined && byte !== this.selection.cursor) this.moveTo(byte, true);
  }

  private byteAt(target: EventTarget | null): number | undefined {
    if (!(target instanceof Node)) return undefined;
    const { start } = this.scroller.inView;
    for (const [slot, line] of this.lines.entries()) {
      const column = line.columnOf(target);
      const byte = (start + slot) * this.bytesPerLine + column;
      if (column >= 0) return byte < (this.shown?.total ?? 0) ? byte : undefined;
    }
    return undefined;
  }
}

/** Digits that hold every position below `end`, at least four. */
function digitsFor(end: number): number {
  return Math.max(4, Math.max(0, end - 1).toString(16).length);
}

function isSame(one: ShownBytes, other: ShownBytes): boolean {
  return (
    one.row === other.row &&
    one.view === other.view &&
    one.total === other.total &&
    one.firstPosition === other.firstPosition
  );
}
