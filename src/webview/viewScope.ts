import type { RowsState } from '../protocol/connectionSnapshot';
import { noRows } from './panelState';
import type { RowSpan } from './rowCache';

/**
 * Which rows the list shows of those that there are. Pausing holds back the rows that come after,
 * clearing hides those that came before; neither touches the capture.
 */
export class ViewScope {
  private rows: RowsState = noRows;
  private pausedAt: number | undefined;
  private clearedBefore = 0;

  /**
   * Takes in the rows that there are now. Those of another capture begin with all in view.
   *
   * @returns whether they are those of another capture
   */
  update(rows: RowsState): boolean {
    const isOther = rows.total < this.rows.total;
    if (isOther) {
      this.pausedAt = undefined;
      this.clearedBefore = 0;
    }
    this.rows = rows;
    return isOther;
  }

  /** The rows in view. */
  get shown(): RowsState {
    const total = this.pausedAt ?? this.rows.total;
    const first = Math.min(Math.max(this.rows.first, this.clearedBefore), total);
    return { ...this.rows, first, total };
  }

  get paused(): boolean {
    return this.pausedAt !== undefined;
  }

  /** Rows that pausing holds back. */
  get heldBack(): number {
    return this.rows.total - this.shown.total;
  }

  /** Rows that there are and that clearing hides. */
  get hidden(): number {
    return Math.max(0, this.clearedBefore - this.rows.first);
  }

  setPaused(paused: boolean): void {
    this.pausedAt = paused ? this.rows.total : undefined;
  }

  clear(): void {
    this.clearedBefore = this.rows.total;
    if (this.paused) this.pausedAt = this.rows.total;
  }

  /** Ends what keeps any of these rows out of view. */
  include({ start, count }: RowSpan): void {
    if (start < this.clearedBefore) this.showAll();
    if (start + count > this.shown.total) this.setPaused(false);
  }

  /** Brings the rows back that clearing hid. */
  showAll(): void {
    this.clearedBefore = 0;
  }
}
