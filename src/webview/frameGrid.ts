import { formatBytes, formatCount } from './format';
import { columns } from './frameColumns';
import { lineHeight, type ListScroller } from './listScroller';

export interface FrameGridOptions {
  readonly place: HTMLElement;
  readonly scroller: ListScroller;
  readonly onKey: (event: KeyboardEvent) => void;
  /** The user wants to see the rows that have come since. */
  readonly onShowNew: () => void;
}

/** What stands around the lines of the frame list: its grid and heading, and what is said of it. */
export class FrameGrid {
  private readonly grid = document.createElement('div');
  private readonly gone = document.createElement('div');
  private readonly goneText = document.createElement('span');
  /** Characters of the largest number that its column has room for. */
  private digits = 0;
  private goneRows = -1;
  private newCount = -1;
  private readonly newRows = document.createElement('button');

  constructor({ place, scroller, onKey, onShowNew }: FrameGridOptions) {
    this.buildGrid();
    this.buildGone();
    this.newRows.type = 'button';
    this.newRows.className = 'new-rows';
    this.newRows.hidden = true;
    this.grid.append(header(), scroller.element);
    place.append(this.gone, this.grid, this.newRows);
    this.grid.addEventListener('keydown', onKey);
    this.newRows.addEventListener('click', onShowNew);
  }

  focus(): void {
    this.grid.focus({ preventScroll: true });
  }

  /**
   * @param rows in the list
   * @param largestNumber of a row, for which its column makes room
   */
  showCount(rows: number, largestNumber: number): void {
    this.grid.ariaRowCount = String(rows);
    const digits = formatCount(largestNumber).length;
    if (digits === this.digits) return;
    this.digits = digits;
    this.grid.style.setProperty('--number-digits', String(digits));
  }

  /** Says which line has the focus, by its id. */
  showActive(id: string | undefined): void {
    if (id === undefined) this.grid.removeAttribute('aria-activedescendant');
    else this.grid.setAttribute('aria-activedescendant', id);
  }

  /** Says which rows went since the memory limit of all captures, in bytes, was reached. */
  showGone(rows: number, limit: number): void {
    if (rows === this.goneRows) return;
    this.goneRows = rows;
    this.gone.hidden = rows === 0;
    const which = rows === 1 ? 'Row 1' : `Rows 1 to ${formatCount(rows)}`;
    this.goneText.textContent = `${which} went: all captures together reached the memory limit of ${formatBytes(limit)}.`;
  }

  /** Offers the rows that have come since the end was in view. */
  showNewRows(count: number): void {
    if (count === this.newCount) return;
    this.newCount = count;
    this.newRows.hidden = count === 0;
    this.newRows.textContent = `${formatCount(count)} new ↓`;
  }

  private buildGrid(): void {
    this.grid.className = 'frames';
    this.grid.tabIndex = 0;
    this.grid.setAttribute('role', 'grid');
    this.grid.ariaLabel = 'Frames';
    this.grid.ariaMultiSelectable = 'true';
    this.grid.ariaColCount = String(columns.length);
    this.grid.ariaRowCount = '0';
    this.grid.style.setProperty('--line-height', `${lineHeight}px`);
  }

  private buildGone(): void {
    this.gone.className = 'gone';
    this.gone.hidden = true;
    const icon = document.createElement('span');
    icon.className = 'codicon codicon-warning';
    icon.ariaHidden = 'true';
    this.gone.append(icon, this.goneText);
  }
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
