import type { RowSpan } from './rowCache';

/** Which rows of the list are selected, by their index: none, one, or a range of them. */
export class RowSelection {
  private currentRow: number | undefined;
  /** The row at which selecting a range began; it is the current one while that is alone. */
  private anchor: number | undefined;

  /** The row that the keys move from, and that the detail shows. */
  get current(): number | undefined {
    return this.currentRow;
  }

  /** @param extend whether the rows from where selecting began stay selected too */
  select(row: number, extend = false): void {
    this.anchor = extend ? (this.anchor ?? row) : row;
    this.currentRow = row;
  }

  /** Selects some rows, the first of them as the current one. */
  selectSpan({ start, count }: RowSpan): void {
    this.currentRow = start;
    this.anchor = start + count - 1;
  }

  clear(): void {
    this.currentRow = undefined;
    this.anchor = undefined;
  }

  includes(row: number): boolean {
    const { currentRow: current, anchor } = this;
    if (current === undefined || anchor === undefined) return false;
    return row >= Math.min(anchor, current) && row <= Math.max(anchor, current);
  }

  /** All that is selected, as far as it is not before `first`; `undefined` if that is nothing. */
  spanFrom(first: number): RowSpan | undefined {
    const { currentRow: current, anchor } = this;
    if (current === undefined || anchor === undefined) return undefined;
    const start = Math.max(first, Math.min(anchor, current));
    const count = Math.max(anchor, current) + 1 - start;
    return count > 0 ? { start, count } : undefined;
  }
}
