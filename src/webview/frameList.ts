import type { MemoryState, RowsState } from '../protocol/connectionSnapshot';
import { decodeRowBatch, type Row } from '../protocol/rowBatch';
import { formatBytes, formatCount } from './format';
import { columns, lineId, type FrameLine } from './frameLine';
import { LineRing } from './lineRing';
import { noRows } from './panelState';
import { RowCache, type RowSpan } from './rowCache';
import { ScrollMap, type LineSpan } from './scrollMap';

/** Height of a line in CSS pixels; the style sheet takes it from here. */
const lineHeight = 22;
/** Lines painted beyond each edge, so that scrolling does not show a gap before the next frame. */
const paintedBeyond = 4;
/** Rows read beyond each edge, so that most scrolls need no request. */
const readBeyond = 60;

export interface FrameListOptions {
  /** Reads rows, packed as a row batch. */
  readonly readRows: (generation: number, span: RowSpan) => Promise<ArrayBuffer>;
  /** Another row was selected, or the same has to be read again; `undefined` if none is any more. */
  readonly onSelect: (row: number | undefined) => void;
  /** The user wants to see more of the selected row. `focus`: by the keyboard. */
  readonly onOpen: (focus: boolean) => void;
  readonly onEscape: () => void;
  /** The user wants a copy of the selected rows. */
  readonly onCopy: (span: RowSpan) => void;
  /** Other times are in view, in microseconds since the first event. */
  readonly onView: (span: { readonly fromUs: number; readonly toUs: number }) => void;
}

/**
 * The frame list: a grid over all rows of the capture of which only those on screen exist. A ring
 * of recycled lines is placed by arithmetic; rows are pulled for what is visible, one request at
 * a time, so that neither a flood nor ten million rows make it slower.
 */
export class FrameList {
  private readonly grid = document.createElement('div');
  private readonly scroller = document.createElement('div');
  private readonly sizer = document.createElement('div');
  private readonly gone = document.createElement('div');
  private readonly goneText = document.createElement('span');
  private readonly newRows = document.createElement('button');
  private readonly ring = new LineRing(this.sizer);
  private readonly cache = new RowCache();
  /** The newest state of the rows that was announced. */
  private announced: RowsState = noRows;
  /** The rows that are laid out: while sticking to the bottom, those that have been read. */
  private laidOut: RowsState = noRows;
  /** The filter that the rows match, if there is one: their index is not their number then. */
  private filterText: string | undefined;
  /** The row that was told to be selected. */
  private toldRow: number | undefined;
  private map = new ScrollMap({ lines: 0, lineHeight, viewportHeight: 0 });
  private position = 0;
  private sticking = true;
  private reading = false;
  /** The rows at the edges of the view that was told last. */
  private told: { readonly from: Row; readonly to: Row } | undefined;
  private selected: number | undefined;
  /** The row at which selecting a range began; it is the selected one while that is alone. */
  private anchor: number | undefined;
  /** The `scrollTop` that this list set itself, to tell its scrolls from the user's. */
  private ownScrollTop = 0;
  private frameRequested = false;
  /** Rows that there were when the list last stood at the bottom. */
  private seenTotal = 0;
  /** The last read that brought nothing; it is tried again when the rows have changed. */
  private fruitless: RowSpan | undefined;

  constructor(
    target: HTMLElement,
    private readonly options: FrameListOptions,
  ) {
    this.build(target);
    this.scroller.addEventListener('scroll', () => this.onScroll(), { passive: true });
    this.scroller.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    this.grid.addEventListener('keydown', (event) => this.onKey(event));
    this.sizer.addEventListener('click', (event) => this.onClick(event));
    this.newRows.addEventListener('click', () => {
      this.stickToBottom();
      this.focus();
    });
    new ResizeObserver(() => this.onResize()).observe(this.scroller);
  }

  /** The number of the selected row; `undefined` without one, and until it has been read. */
  get selectedRow(): number | undefined {
    return this.selected === undefined ? undefined : this.numberAt(this.selected);
  }

  /** True while there is no row to show. */
  get isEmpty(): boolean {
    return this.announced.total === this.announced.first;
  }

  /**
   * Takes in what a snapshot says about the rows.
   *
   * @param captured the rows of the capture, of which those in view are all or some
   * @param filterText the filter that the rows match, if there is one
   */
  update(
    rows: RowsState,
    memory: MemoryState,
    captured: RowsState,
    filterText: string | undefined,
  ): void {
    if (filterText !== this.filterText) {
      this.filterText = filterText;
      this.cache.setGeneration(rows.generation);
      this.startOver(rows);
    } else if (rows.generation !== this.announced.generation) this.readAgain(rows);
    this.announced = rows;
    this.fruitless = undefined;
    this.grid.ariaRowCount = String(rows.total);
    this.grid.style.setProperty('--number-digits', String(formatCount(captured.total).length));
    this.showGone(captured.first, memory);
    if (!this.sticking) this.layOutRows(rows);
    else this.layOutRows({ ...this.laidOut, first: Math.min(rows.first, this.laidOut.total) });
    this.schedule();
  }

  focus(): void {
    this.grid.focus({ preventScroll: true });
  }

  /** The selected rows: from the anchor to the selected one. */
  get selectedSpan(): RowSpan | undefined {
    if (this.selected === undefined) return undefined;
    const anchor = this.anchor ?? this.selected;
    const start = Math.max(this.announced.first, Math.min(anchor, this.selected));
    return { start, count: Math.max(anchor, this.selected) + 1 - start };
  }

  /** Selects a row and shows it in the middle, with what stands around it. */
  reveal(row: number): void {
    const { first, total } = this.announced;
    if (row < first || row >= total) return;
    this.sticking = false;
    this.layOutRows(this.announced);
    const { viewportHeight } = this.map.geometry;
    this.scrollTo((row - first) * lineHeight - (viewportHeight - lineHeight) / 2);
    this.select(row);
  }

  /** Shows the first of some rows and selects all of them. */
  revealSpan({ start, count }: RowSpan): void {
    this.reveal(start);
    this.anchor = start + count - 1;
    this.schedule();
  }

  /** Scrolls to the newest row and stays there as more arrive. */
  stickToBottom(): void {
    this.sticking = true;
    this.layOutRows(this.announced);
    this.scrollTo(this.map.lastPosition);
  }

  /** Selects a row and scrolls it into view; the list sticks to the bottom with its last row. */
  private moveTo(row: number, extend = false): void {
    const { first, total } = this.announced;
    if (total === first) return;
    const wanted = Math.min(Math.max(first, row), total - 1);
    this.sticking = wanted === total - 1;
    this.layOutRows(this.announced);
    this.scrollTo(this.map.positionShowing(wanted - first, this.position));
    this.select(wanted, extend);
  }

  /** @param extend whether the rows from where selecting began stay selected too */
  private select(row: number, extend = false): void {
    this.anchor = extend ? (this.anchor ?? this.selected ?? row) : row;
    this.schedule();
    if (this.selected === row) return;
    this.selected = row;
    this.tellSelected();
  }

  /** The number of the row with an index; in a filtered list it is known once the row is read. */
  private numberAt(index: number): number | undefined {
    return this.filterText !== undefined ? this.cache.row(index)?.row : index;
  }

  private tellSelected(): void {
    const { selectedRow } = this;
    if (selectedRow === this.toldRow) return;
    this.toldRow = selectedRow;
    this.options.onSelect(selectedRow);
  }

  private build(target: HTMLElement): void {
    this.grid.className = 'frames';
    this.grid.tabIndex = 0;
    this.grid.setAttribute('role', 'grid');
    this.grid.ariaLabel = 'Frames';
    this.grid.ariaMultiSelectable = 'true';
    this.grid.ariaColCount = String(columns.length);
    this.grid.ariaRowCount = '0';
    this.grid.style.setProperty('--line-height', `${lineHeight}px`);
    this.scroller.className = 'frames-scroller';
    this.scroller.tabIndex = -1;
    this.scroller.setAttribute('role', 'presentation');
    this.sizer.className = 'frames-sizer';
    this.sizer.setAttribute('role', 'rowgroup');
    this.gone.className = 'gone';
    this.gone.hidden = true;
    const icon = document.createElement('span');
    icon.className = 'codicon codicon-warning';
    icon.ariaHidden = 'true';
    this.gone.append(icon, this.goneText);
    this.newRows.type = 'button';
    this.newRows.className = 'new-rows';
    this.newRows.hidden = true;
    this.scroller.append(this.sizer);
    this.grid.append(header(), this.scroller);
    target.append(this.gone, this.grid, this.newRows);
  }

  /** What was read may no longer be true. The user stays where they are, if the rows still are. */
  private readAgain(rows: RowsState): void {
    this.cache.setGeneration(rows.generation);
    if (rows.total < this.announced.total) this.startOver(rows);
    else {
      this.toldRow = undefined;
      this.tellSelected();
    }
  }

  /** These are other rows: those of a capture that has just begun, or of another filter. */
  private startOver({ generation, first }: RowsState): void {
    this.laidOut = { generation, first, total: first };
    this.sticking = true;
    this.position = 0;
    this.anchor = undefined;
    this.selected = undefined;
    this.tellSelected();
  }

  private showGone(first: number, { limit }: MemoryState): void {
    this.gone.hidden = first === 0;
    if (first === 0) return;
    const rows = first === 1 ? 'Row 1' : `Rows 1 to ${formatCount(first)}`;
    this.goneText.textContent = `${rows} went: the memory limit of ${formatBytes(limit)} was reached.`;
  }

  /** Lays out other rows while those on screen stay where they are. */
  private layOutRows(rows: RowsState): void {
    const wentAbove = rows.first - this.laidOut.first;
    this.laidOut = rows;
    this.position -= wentAbove * lineHeight;
    this.layOut();
  }

  private layOut(): void {
    const lines = this.laidOut.total - this.laidOut.first;
    const viewportHeight = this.scroller.clientHeight;
    this.map = new ScrollMap({ lines, lineHeight, viewportHeight });
    this.sizer.style.height = `${this.map.elementHeight}px`;
    this.fitRing();
    this.scrollTo(this.sticking ? this.map.lastPosition : this.position);
  }

  /** A selected row that was in view stays in view: opening the detail may take its place away. */
  private onResize(): void {
    const line = (this.selected ?? -1) - this.laidOut.first;
    const { start, end } = this.map.linesAt(this.position, 0);
    const wasInView = line >= start && line < end;
    this.layOut();
    if (!wasInView) return;
    const position = this.map.positionShowing(line, this.position);
    if (position === this.position) return;
    this.sticking = false;
    this.scrollTo(position);
  }

  private scrollTo(position: number): void {
    this.position = this.map.clamp(position);
    const scrollTop = this.map.scrollTopAt(this.position);
    if (Math.abs(this.scroller.scrollTop - scrollTop) >= 1) this.scroller.scrollTop = scrollTop;
    this.ownScrollTop = this.scroller.scrollTop;
    this.schedule();
  }

  private onScroll(): void {
    const { scrollTop } = this.scroller;
    if (Math.abs(scrollTop - this.ownScrollTop) < 1) return;
    this.ownScrollTop = scrollTop;
    this.userScrolledTo(this.map.positionAt(scrollTop));
  }

  /**
   * The wheel is the list's own where the browser would get it wrong: a compressed scrollbar turns
   * its pixels into leaps, and at the bottom of a flood each new row would undo its scrolling.
   */
  private onWheel(event: WheelEvent): void {
    const leaves = this.sticking && event.deltaY < 0 && this.map.lastPosition > 0;
    if (event.ctrlKey || event.deltaY === 0 || !(leaves || this.map.compressed)) return;
    event.preventDefault();
    const unit = [1, lineHeight, this.map.geometry.viewportHeight][event.deltaMode] ?? 1;
    const position = this.map.clamp(this.position + event.deltaY * unit);
    this.userScrolledTo(position);
    this.scrollTo(this.position);
  }

  private userScrolledTo(position: number): void {
    this.position = position;
    this.setSticking(position >= this.map.lastPosition - 1);
    this.schedule();
  }

  private setSticking(sticking: boolean): void {
    if (sticking === this.sticking) return;
    this.sticking = sticking;
    this.layOutRows(this.announced);
  }

  private onClick(event: MouseEvent): void {
    const row = this.ring.lineWith(event.target as Node)?.row;
    if (row === undefined) return;
    this.select(row, event.shiftKey);
    this.focus();
    if (!event.shiftKey) this.options.onOpen(false);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey) return;
    const isChord = event.ctrlKey || event.metaKey;
    if (!(isChord ? this.actOnChord(event.key) : this.act(event.key, event.shiftKey))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Does what a key with Ctrl or Cmd asks for; `false` if it means nothing here. */
  private actOnChord(key: string): boolean {
    const span = this.selectedSpan;
    if (key === 'a') this.selectAll();
    else if (key === 'c' && span) this.options.onCopy(span);
    else return false;
    return true;
  }

  private selectAll(): void {
    const { first, total } = this.announced;
    if (first === total) return;
    if (this.selected === undefined) this.select(total - 1);
    this.anchor = first;
    if (this.selected !== total - 1) this.select(total - 1, true);
    this.schedule();
  }

  /**
   * Does what a plain key asks for; `false` if the key means nothing here.
   *
   * @param extend Shift is held, which keeps what is selected
   */
  private act(key: string, extend: boolean): boolean {
    const { first, total } = this.announced;
    const page = Math.max(1, Math.floor(this.map.geometry.viewportHeight / lineHeight) - 1);
    switch (key) {
      case 'ArrowDown':
      case 'j':
        this.moveBy(1, extend);
        return true;
      case 'ArrowUp':
      case 'k':
        this.moveBy(-1, extend);
        return true;
      case 'PageDown':
        this.moveBy(page, extend);
        return true;
      case 'PageUp':
        this.moveBy(-page, extend);
        return true;
      case 'Home':
        this.moveTo(first, extend);
        return true;
      case 'End':
        this.moveTo(total - 1, extend);
        return true;
      case 'Enter':
        if (this.selected === undefined) this.moveBy(1);
        this.options.onOpen(true);
        return true;
      case 'Escape':
        this.options.onEscape();
        return true;
      default:
        return false;
    }
  }

  /** The first step goes to the row that stands at the edge it comes from. */
  private moveBy(step: number, extend = false): void {
    if (this.selected !== undefined) {
      this.moveTo(this.selected + step, extend);
      return;
    }
    const { start, end } = this.map.linesAt(this.position, 0);
    this.moveTo(this.laidOut.first + (step > 0 ? start : end - 1));
  }

  private schedule(): void {
    if (this.frameRequested) return;
    this.frameRequested = true;
    requestAnimationFrame(() => {
      this.frameRequested = false;
      this.paint();
      void this.read();
    });
  }

  private paint(): void {
    const span = this.map.linesAt(this.position, paintedBeyond);
    this.ring.show(span, (line, index) => this.paintLine(line, index));
    const active = this.selected === undefined ? undefined : lineId(this.selected);
    if (active !== undefined && this.isPainted(span)) {
      this.grid.setAttribute('aria-activedescendant', active);
    } else {
      this.grid.removeAttribute('aria-activedescendant');
    }
    this.showNewRows();
    this.tellView();
  }

  /** Tells which times are in view, once their rows are here. */
  private tellView(): void {
    const { start, end } = this.map.linesAt(this.position, 0);
    const from = this.cache.row(this.laidOut.first + start);
    const to = this.cache.row(this.laidOut.first + end - 1);
    if (!from || !to || (from === this.told?.from && to === this.told.to)) return;
    this.told = { from, to };
    this.options.onView({ fromUs: from.timeUs, toUs: to.timeUs });
  }

  private isSelected(row: number): boolean {
    const { selected, anchor } = this;
    if (selected === undefined || anchor === undefined) return false;
    return row >= Math.min(anchor, selected) && row <= Math.max(anchor, selected);
  }

  private isPainted({ start, end }: LineSpan): boolean {
    const line = (this.selected ?? -1) - this.laidOut.first;
    return line >= start && line < end;
  }

  private paintLine(line: FrameLine, index: number): void {
    const row = this.laidOut.first + index;
    line.paint(row, this.cache.row(row), this.numberAt(row));
    line.select(this.isSelected(row), row === this.selected);
    const shift = this.map.compressed ? Math.round(this.ownScrollTop - this.position) : 0;
    line.place(index * lineHeight + shift);
  }

  /** As many lines as can show at once: one more than fit, since two can show in part. */
  private fitRing(): void {
    const { lines, viewportHeight } = this.map.geometry;
    const onScreen = Math.ceil(viewportHeight / lineHeight) + 1;
    this.ring.resize(Math.min(lines, onScreen + 2 * paintedBeyond));
  }

  private showNewRows(): void {
    if (this.sticking) this.seenTotal = this.announced.total;
    const unseen = this.announced.total - this.seenTotal;
    this.newRows.hidden = unseen === 0;
    this.newRows.textContent = `${formatCount(unseen)} new ↓`;
  }

  /** Reads what is visible and not here, then looks again: the view may have moved meanwhile. */
  private async read(): Promise<void> {
    if (this.reading) return;
    const { generation } = this.announced;
    const wanted = this.wantedRows();
    const span = this.cache.missing(wanted.must) && this.cache.missing(wanted.may);
    if (!span) {
      this.advance();
      return;
    }
    if (isSameSpan(span, this.fruitless)) return;
    this.reading = true;
    const batch = await this.options
      .readRows(generation, span)
      .then(decodeRowBatch, () => undefined);
    this.reading = false;
    if (batch && this.cache.accept(batch)) {
      this.advance();
      this.tellSelected();
    } else this.fruitless = span;
    this.schedule();
  }

  /** The rows that are needed now, and those that it is cheap to read along with them. */
  private wantedRows(): { must: RowSpan; may: RowSpan } {
    const { first, total } = this.announced;
    const end = this.sticking ? total : this.laidOut.total;
    const lines = Math.ceil(this.map.geometry.viewportHeight / lineHeight) + paintedBeyond;
    const visible = this.map.linesAt(this.position, paintedBeyond);
    const from = this.sticking ? end - lines : this.laidOut.first + visible.start;
    const to = this.sticking ? end : this.laidOut.first + visible.end;
    const clip = (start: number, stop: number): RowSpan => {
      const clipped = Math.max(first, start);
      return { start: clipped, count: Math.max(0, Math.min(end, stop) - clipped) };
    };
    return { must: clip(from, to), may: clip(from - readBeyond, to + readBeyond) };
  }

  /** While sticking to the bottom, rows show when they are here, never as placeholders. */
  private advance(): void {
    if (!this.sticking) return;
    const { generation, first, total } = this.announced;
    const readTo = Math.min(this.cache.end, total);
    if (readTo <= this.laidOut.total && first === this.laidOut.first) return;
    this.layOutRows({ generation, first, total: Math.max(readTo, this.laidOut.total) });
  }
}

function isSameSpan(span: RowSpan, other: RowSpan | undefined): boolean {
  return span.start === other?.start && span.count === other.count;
}

function header(): HTMLElement {
  const group = document.createElement('div');
  group.setAttribute('role', 'rowgroup');
  const row = document.createElement('div');
  row.className = 'line header';
  row.setAttribute('role', 'row');
  for (const { name, heading } of columns) {
    const cell = document.createElement('div');
    cell.className = `cell ${name}`;
    cell.setAttribute('role', 'columnheader');
    cell.title = heading;
    cell.ariaLabel = heading;
    cell.textContent = name === 'direction' ? '↑↓' : heading;
    row.append(cell);
  }
  group.append(row);
  return group;
}
