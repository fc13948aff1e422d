import type { MemoryState, RowsState } from '../protocol/connectionSnapshot';
import type { Row } from '../protocol/rowBatch';
import { DrawPace, lightLines, paceMs } from './drawPace';
import { FrameGrid } from './frameGrid';
import { lineId, type FrameLine } from './frameLine';
import { LineRing } from './lineRing';
import { listAction, type ListAction } from './listKeys';
import { ListScroller } from './listScroller';
import { noRows } from './panelState';
import type { RowSpan } from './rowCache';
import { RowReader } from './rowReader';
import { RowSelection } from './rowSelection';
import type { LineSpan } from './scrollMap';
import type { TimeSpan } from './timeSpan';
import { wantedRows } from './wantedRows';

/** Lines painted beyond each edge, so that scrolling does not show a gap before the next frame. */
const paintedBeyond = 4;

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
  /** Other times are in view. */
  readonly onView: (span: TimeSpan) => void;
}

/**
 * The frame list: a grid over all rows of the capture of which only those on screen exist. A ring
 * of recycled lines is placed by arithmetic; rows are pulled for what is visible, so that neither
 * a flood nor ten million rows make it slower.
 */
export class FrameList {
  private readonly scroller: ListScroller;
  private readonly grid: FrameGrid;
  private readonly ring: LineRing;
  private readonly reader: RowReader;
  private readonly selection = new RowSelection();
  /** The newest state of the rows that was announced. */
  private announced: RowsState = noRows;
  /** The rows that are laid out: while the end is followed, those that have been read. */
  private laidOut: RowsState = noRows;
  /** The filter that the rows match, if there is one: their index is not their number then. */
  private filterText: string | undefined;
  /** The row that was told to be selected. */
  private toldRow: number | undefined;
  /** The rows at the edges of the view that was told last. */
  private toldView: { readonly from: Row; readonly to: Row } | undefined;
  /** Rows that there were when the end was last followed. */
  private seenTotal = 0;
  private frameRequested = false;
  private readonly pace = new DrawPace(() => this.schedule());
  /** When rows were first missed that are in view now, in milliseconds of `performance.now()`. */
  private missingSince: number | undefined;

  constructor(
    place: HTMLElement,
    private readonly options: FrameListOptions,
  ) {
    this.scroller = new ListScroller({
      onMove: () => this.schedule(),
      onFollow: () => this.layOut(this.announced),
      onResize: () => this.onResize(),
    });
    this.ring = new LineRing(this.scroller.lines);
    this.reader = new RowReader({
      readRows: options.readRows,
      onRead: () => this.onRead(),
    });
    this.grid = new FrameGrid({
      place,
      scroller: this.scroller,
      onKey: (event) => this.onKey(event),
      onShowNew: () => {
        this.showEnd();
        this.focus();
      },
    });
    this.scroller.lines.addEventListener('click', (event) => this.onClick(event));
  }

  /** The number of the selected row; `undefined` without one, and until it has been read. */
  get selectedRow(): number | undefined {
    const { current } = this.selection;
    return current === undefined ? undefined : this.numberAt(current);
  }

  /** The selected rows, by their index. */
  get selectedSpan(): RowSpan | undefined {
    return this.selection.spanFrom(this.announced.first);
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
    const isOtherFilter = filterText !== this.filterText;
    const isStale = rows.generation !== this.announced.generation;
    const isFewer = rows.total < this.announced.total;
    this.filterText = filterText;
    this.announced = rows;
    this.reader.rowsChanged(rows.generation);
    if (isOtherFilter || (isStale && isFewer)) this.startOver(rows);
    else if (isStale) this.tellSelectedAgain();
    this.grid.showCount(rows.total, captured.total);
    this.grid.showGone(captured.first, memory.limit);
    this.layOut(
      this.scroller.followsEnd
        ? { ...this.laidOut, first: Math.min(rows.first, this.laidOut.total) }
        : rows,
    );
  }

  focus(): void {
    this.grid.focus();
  }

  /**
   * Shows the first of some rows in the middle, with what stands around it, and selects them; of
   * rows that are not in the list, the nearest.
   */
  reveal(span: RowSpan): void {
    if (this.isEmpty) return;
    const { first, total } = this.announced;
    const start = Math.min(Math.max(first, span.start), total - 1);
    this.scroller.followsEnd = false;
    this.layOut(this.announced);
    this.scroller.centreLine(start - first);
    this.selection.selectSpan({ start, count: Math.min(span.count, total - start) });
    this.selectionChanged();
  }

  /** Scrolls to the newest row and stays there as more arrive. */
  showEnd(): void {
    this.scroller.followsEnd = true;
    this.layOut(this.announced);
    this.scroller.showEnd();
  }

  /** Selects a row and scrolls it into view; with its last row the list follows its end. */
  private moveTo(row: number, extend: boolean): void {
    const { first, total } = this.announced;
    if (total === first) return;
    const wanted = Math.min(Math.max(first, row), total - 1);
    this.scroller.followsEnd = wanted === total - 1;
    this.layOut(this.announced);
    this.scroller.showLine(wanted - first);
    this.select(wanted, extend);
  }

  private select(row: number, extend: boolean): void {
    this.selection.select(row, extend);
    this.selectionChanged();
  }

  private selectionChanged(): void {
    this.schedule();
    this.tellSelected();
  }

  /** The number of the row with an index; in a filtered list it is known once the row is read. */
  private numberAt(index: number): number | undefined {
    return this.filterText === undefined ? index : this.reader.row(index)?.row;
  }

  private tellSelected(): void {
    const { selectedRow } = this;
    if (selectedRow === this.toldRow) return;
    this.toldRow = selectedRow;
    this.options.onSelect(selectedRow);
  }

  private tellSelectedAgain(): void {
    this.toldRow = undefined;
    this.tellSelected();
  }

  /** These are other rows: those of a capture that has just begun, or of another filter. */
  private startOver({ generation, first }: RowsState): void {
    this.laidOut = { generation, first, total: first };
    this.scroller.startOver();
    this.selection.clear();
    this.tellSelected();
  }

  /** Lays out other rows while those on screen stay where they are. */
  private layOut(rows: RowsState): void {
    const wentAbove = rows.first - this.laidOut.first;
    const lines = rows.total - rows.first;
    this.laidOut = rows;
    this.scroller.layOut(lines, wentAbove);
    this.ring.resize(Math.min(lines, this.mostPainted));
  }

  private get mostPainted(): number {
    return this.scroller.mostInView + 2 * paintedBeyond;
  }

  /** A selected row that was in view stays in view: opening the detail may take its place away. */
  private onResize(): void {
    const line = this.currentLine;
    const wasInView = line !== undefined && isWithin(line, this.scroller.inView(0));
    this.layOut(this.laidOut);
    if (wasInView && this.scroller.showLine(line)) this.scroller.followsEnd = false;
  }

  private get currentLine(): number | undefined {
    const { current } = this.selection;
    return current === undefined ? undefined : current - this.laidOut.first;
  }

  private onClick(event: MouseEvent): void {
    const row = this.ring.lineWith(event.target as Node)?.row;
    if (row === undefined) return;
    this.select(row, event.shiftKey);
    this.focus();
    if (!event.shiftKey) this.options.onOpen(false);
  }

  private onKey(event: KeyboardEvent): void {
    const action = listAction(event);
    if (!action || !this.act(action)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Does what a key asks for; `false` if there is nothing to do it with. */
  private act(action: ListAction): boolean {
    const { first, total } = this.announced;
    switch (action.kind) {
      case 'step':
        this.moveBy(action.direction * (action.unit === 'page' ? this.page : 1), action.extend);
        return true;
      case 'edge':
        this.moveTo(action.edge === 'first' ? first : total - 1, action.extend);
        return true;
      case 'open':
        if (this.selection.current === undefined) this.moveBy(1, false);
        this.options.onOpen(true);
        return true;
      case 'leave':
        this.options.onEscape();
        return true;
      case 'selectAll':
        this.selectAll();
        return true;
      case 'copy': {
        const { selectedSpan } = this;
        if (selectedSpan) this.options.onCopy(selectedSpan);
        return selectedSpan !== undefined;
      }
    }
  }

  private selectAll(): void {
    if (this.isEmpty) return;
    const { first, total } = this.announced;
    this.selection.select(first);
    this.select(total - 1, true);
  }

  /** The first step goes to the row that stands at the edge it comes from. */
  private moveBy(step: number, extend: boolean): void {
    const { current } = this.selection;
    if (current !== undefined) {
      this.moveTo(current + step, extend);
      return;
    }
    const { start, end } = this.scroller.inView(0);
    this.moveTo(this.laidOut.first + (step > 0 ? start : end - 1), false);
  }

  /** Rows that a page key moves by: one stays in view. */
  private get page(): number {
    return Math.max(1, this.scroller.page - 1);
  }

  private schedule(): void {
    if (this.frameRequested) return;
    this.frameRequested = true;
    requestAnimationFrame(() => {
      this.frameRequested = false;
      this.paint();
      this.read();
    });
  }

  private paint(): void {
    const span = this.scroller.inView(paintedBeyond);
    const isCostly = this.countStale(span) > lightLines;
    if (isCostly && (!this.pace.isDue || this.isWorthWaiting())) {
      this.pace.drawWhenDue();
      return;
    }
    this.missingSince = undefined;
    if (isCostly) this.pace.drawn();
    this.scroller.placeLines();
    this.ring.show(span, (line, index) => this.paintLine(line, index));
    const { current } = this.selection;
    const line = this.currentLine;
    const isPainted = line !== undefined && isWithin(line, span);
    this.grid.showActive(isPainted && current !== undefined ? lineId(current) : undefined);
    if (this.scroller.followsEnd) this.seenTotal = this.announced.total;
    this.grid.showNewRows(Math.max(0, this.announced.total - this.seenTotal));
    this.tellView();
  }

  private countStale(span: LineSpan): number {
    const { first } = this.laidOut;
    return this.ring.countStale(span, (line, index) =>
      line.shows(first + index, this.reader.row(first + index)),
    );
  }

  /** After a leap, rows that will be here in a moment are waited for rather than painted twice. */
  private isWorthWaiting(): boolean {
    const { start, end } = this.scroller.inView(0);
    const { first } = this.laidOut;
    if (this.reader.has({ start: first + start, count: end - start })) return false;
    this.missingSince ??= performance.now();
    return performance.now() - this.missingSince < paceMs;
  }

  private paintLine(line: FrameLine, index: number): void {
    const row = this.laidOut.first + index;
    line.paint(row, this.reader.row(row), this.numberAt(row));
    line.select(this.selection.includes(row), row === this.selection.current);
    line.place(this.scroller.topOf(index));
  }

  /** Tells which times are in view, once their rows are here. */
  private tellView(): void {
    const { start, end } = this.scroller.inView(0);
    const from = this.reader.row(this.laidOut.first + start);
    const to = this.reader.row(this.laidOut.first + end - 1);
    if (!from || !to || (from === this.toldView?.from && to === this.toldView.to)) return;
    this.toldView = { from, to };
    this.options.onView({ fromUs: from.timeUs, toUs: to.timeUs });
  }

  /** Reads what is in view and not here. */
  private read(): void {
    const { announced, laidOut, scroller } = this;
    const isCostly = announced.total - laidOut.total > lightLines;
    if (scroller.followsEnd && isCostly && !this.pace.isDue) {
      this.pace.drawWhenDue();
      return;
    }
    const { needed, along } = wantedRows({
      announced,
      laidOut,
      painted: scroller.inView(paintedBeyond),
      followsEnd: scroller.followsEnd,
      mostPainted: this.mostPainted,
    });
    if (this.reader.want(needed, along)) this.advance();
  }

  private onRead(): void {
    this.advance();
    this.tellSelected();
    this.schedule();
  }

  /** While the end is followed, rows show when they are here, never as placeholders. */
  private advance(): void {
    if (!this.scroller.followsEnd) return;
    const { generation, first, total } = this.announced;
    const readTo = Math.min(this.reader.end, total);
    if (readTo <= this.laidOut.total && first === this.laidOut.first) return;
    // Under a flood at the memory limit, all that was read may have gone by now.
    this.layOut({ generation, first, total: Math.max(first, readTo, this.laidOut.total) });
  }
}

function isWithin(line: number, { start, end }: LineSpan): boolean {
  return line >= start && line < end;
}
