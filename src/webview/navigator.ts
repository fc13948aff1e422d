import type { Destination } from './destination';
import type { RowSpan } from './rowCache';
import type { TimeSpan } from './timeSpan';
import type { ViewScope } from './viewScope';

/** The list that the user is led through. */
export interface NavigatedList {
  focus(): void;
  /** Shows rows and selects them. */
  reveal(rows: RowSpan): void;
  showEnd(): void;
}

export interface NavigatorOptions {
  readonly list: NavigatedList;
  readonly scope: ViewScope;
  /** The first row at or after a time, or else the newest; `undefined` without rows. */
  readonly findRow: (timeUs: number) => Promise<number | undefined>;
  readonly isFiltered: () => boolean;
  readonly clearFilter: () => void;
  /** Another span of time is marked, or none. */
  readonly onMark: (span: TimeSpan | undefined) => void;
  /** Other rows are in view. */
  readonly onChange: () => void;
}

/** Leads the user to rows of the capture; pausing, clearing and a filter give way to that. */
export class Navigator {
  /** The rows to show once the filter is gone. */
  private waiting: RowSpan | undefined;
  /** Number of the newest jump: an answer to an older one leads nowhere any more. */
  private jumps = 0;

  constructor(private readonly options: NavigatorOptions) {}

  /** Forgets the span of time whose rows were selected. */
  unmark(): void {
    this.options.onMark(undefined);
  }

  goTo(destination: Destination): void {
    if (destination.kind === 'time') void this.goToTime(destination.timeUs);
    else if (destination.kind === 'end') this.options.list.showEnd();
    else this.goToRow(destination.row);
    this.options.list.focus();
  }

  async goToTime(timeUs: number): Promise<void> {
    this.unmark();
    const row = await this.rowAt(timeUs);
    if (row !== undefined) this.goToRow(row);
  }

  /** Selects the rows of a span of time. */
  async selectSpan(span: TimeSpan): Promise<void> {
    this.options.onMark(span);
    const start = await this.rowAt(span.fromUs);
    if (start === undefined) return;
    const end = await this.rowAt(span.toUs);
    if (end === undefined) return;
    const from = this.inView(start);
    const to = this.inView(end);
    if (from === undefined || to === undefined) return;
    this.showInContext({ start: from, count: to - from + 1 });
    this.options.list.focus();
  }

  /** Selects rows of the capture and shows them with what stands around them: no filter stays. */
  showInContext(rows: RowSpan): void {
    this.waiting = rows;
    if (this.options.isFiltered()) this.options.clearFilter();
    else this.showWaiting();
  }

  /** All rows are in the list, or can be. */
  showWaiting(): void {
    const rows = this.waiting;
    if (!rows) return;
    this.waiting = undefined;
    this.options.scope.include(rows);
    this.options.onChange();
    this.options.list.reveal(rows);
  }

  private goToRow(row: number): void {
    const start = this.inView(row);
    if (start !== undefined) this.showInContext({ start, count: 1 });
  }

  /** The row in view that is nearest to a row; `undefined` if none is in view. */
  private inView(row: number): number | undefined {
    const { first, total } = this.options.scope.shown;
    return first === total ? undefined : Math.min(Math.max(first, row), total - 1);
  }

  /** The row at a time; `undefined` if there is none, or if the user is on the way elsewhere. */
  private async rowAt(timeUs: number): Promise<number | undefined> {
    const jump = ++this.jumps;
    const row = await this.options.findRow(timeUs).catch(() => undefined);
    return jump === this.jumps ? row : undefined;
  }
}
