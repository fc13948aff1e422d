import type { Destination } from './destination';
import type { RowSpan } from './rowCache';
import type { TimeSpan } from './timeSpan';
import type { ViewScope } from './viewScope';

/** The list that the user is led through. Rows are named by their index in it. */
export interface NavigatedList {
  focus(): void;
  /** Shows rows and selects them. */
  reveal(rows: RowSpan): void;
  showEnd(): void;
}

/** A span of time with the number of rows that are in it and in the list. */
export interface MarkedSpan extends TimeSpan {
  readonly count: number;
}

export interface NavigatorOptions {
  readonly list: NavigatedList;
  /** Which rows are in the list while there is no filter. */
  readonly scope: ViewScope;
  /** The index of the first row in the list at or after a time, or behind the last one. */
  readonly findIndex: (timeUs: number) => Promise<number>;
  readonly isFiltered: () => boolean;
  readonly clearFilter: () => void;
  /** Another span of time is marked, or none. */
  readonly onMark: (span: MarkedSpan | undefined) => void;
  /** Other rows are in view. */
  readonly onChange: () => void;
}

/**
 * Leads the user to rows. Times lead through the list as it is; a row that is asked for by its
 * number is shown whatever keeps it out of view: pausing, clearing and a filter give way to that.
 */
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
    const [index] = (await this.findIndices([timeUs])) ?? [];
    if (index === undefined) return;
    if (this.options.isFiltered()) this.options.list.reveal({ start: index, count: 1 });
    else this.goToRow(index);
  }

  /** Marks a span of time and selects its rows. */
  async selectSpan(span: TimeSpan): Promise<void> {
    const found = await this.findIndices([span.fromUs, span.toUs + 1]);
    if (!found) return;
    const { scope, list, isFiltered, onMark } = this.options;
    const { first, total } = isFiltered() ? { first: 0, total: Infinity } : scope.shown;
    const [start = 0, end = 0] = found.map((index) => Math.min(Math.max(first, index), total));
    const count = end - start;
    onMark({ ...span, count });
    if (count > 0) list.reveal({ start, count });
    list.focus();
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

  /** Goes to the row in view that is nearest to this one. */
  private goToRow(row: number): void {
    const { first, total } = this.options.scope.shown;
    if (first === total) return;
    this.showInContext({ start: Math.min(Math.max(first, row), total - 1), count: 1 });
  }

  /** The indices at some times; `undefined` if the user is on the way elsewhere by then. */
  private async findIndices(timesUs: readonly number[]): Promise<readonly number[] | undefined> {
    const jump = ++this.jumps;
    const { findIndex, isFiltered } = this.options;
    const wasFiltered = isFiltered();
    const found = await Promise.all(timesUs.map(findIndex)).catch(() => undefined);
    return jump === this.jumps && wasFiltered === isFiltered() ? found : undefined;
  }
}
