import type { Row } from '../protocol/rowBatch';
import { formatBytes, formatCount, formatDelta, formatTime } from './format';
import { columns, type ColumnName } from './frameColumns';
import { isControlFrame, kindText } from './frameKind';

const markTexts = { info: 'Note', warning: 'Warning', error: 'Error' } as const;

/** The id of the element that shows a row at the moment, for `aria-activedescendant`. */
export function lineId(row: number): string {
  return `frame-${row}`;
}

/** One recycled line of the frame list: it shows row after row in the same elements. */
export class FrameLine {
  readonly element = document.createElement('div');
  private readonly cells: Record<ColumnName, HTMLElement>;
  private readonly mark = document.createElement('span');
  private readonly markIcon = document.createElement('span');
  private readonly payloadText = document.createTextNode('');
  /** What is painted; the same again costs nothing. */
  private painted: { row: Row | undefined; index: number } | undefined;

  constructor() {
    this.element.setAttribute('role', 'row');
    const cells = columns.map(({ name }) => [name, cell(name)] as const);
    this.cells = Object.fromEntries(cells) as Record<ColumnName, HTMLElement>;
    this.element.append(...cells.map(([, element]) => element));
    this.markIcon.setAttribute('aria-hidden', 'true');
    this.cells.payload.append(this.payloadText);
  }

  /**
   * Shows the line with an index; without `row`, a placeholder for one that has not arrived.
   *
   * @param number of the row in the capture, if it is known: in a filtered list it is not the index
   */
  paint(index: number, row: Row | undefined, number: number | undefined = index): void {
    if (this.painted?.index === index && this.painted.row === row) return;
    this.painted = { index, row };
    this.element.id = lineId(index);
    this.element.ariaRowIndex = String(index + 1);
    this.cells.number.textContent = number === undefined ? '' : formatCount(number + 1);
    if (row) this.paintRow(row);
    else this.paintPlaceholder();
  }

  /** The index that the line shows, or showed last. */
  get row(): number | undefined {
    return this.painted?.index;
  }

  /** @param current whether it is the one row, among those selected, that the keys move from */
  select(selected: boolean, current: boolean): void {
    this.element.ariaSelected = String(selected);
    this.element.classList.toggle('current', current);
  }

  /** Places the line, in pixels from the top of the scrolled element. */
  place(top: number): void {
    this.element.hidden = false;
    this.element.style.transform = `translateY(${top}px)`;
  }

  hide(): void {
    this.element.hidden = true;
  }

  private paintRow(row: Row): void {
    const { direction, time, delta, kind, size } = this.cells;
    const status = row.kind === 'status';
    const sent = row.direction === 'out';
    this.element.className = `line ${status ? 'status' : row.direction}`;
    this.element.classList.toggle('control', !status && isControlFrame(row.opcode));
    this.element.classList.toggle('faulty', row.severity === 'error');
    direction.textContent = status ? '' : sent ? '↑' : '↓';
    direction.ariaLabel = status ? 'Status' : sent ? 'Sent' : 'Received';
    time.textContent = formatTime(row.timeUs);
    delta.textContent = formatDelta(row.deltaUs);
    kind.textContent = status ? '' : kindText(row);
    size.textContent = status ? '' : formatBytes(row.size);
    this.payloadText.data = row.preview;
    this.paintMark(row);
  }

  private paintPlaceholder(): void {
    this.element.className = 'line placeholder';
    for (const name of ['direction', 'time', 'delta', 'kind', 'size'] as const) {
      this.cells[name].textContent = '';
    }
    this.cells.direction.ariaLabel = 'Not read yet';
    this.payloadText.data = '…';
    this.mark.remove();
  }

  /** A sign in picture and word before the payload of a row that has findings. */
  private paintMark({ severity, kind }: Row): void {
    if (severity === 'none') {
      this.mark.remove();
      return;
    }
    this.mark.className = `mark ${severity}`;
    this.markIcon.className = `codicon codicon-${severity}`;
    const word = kind === 'status' ? '' : markTexts[severity];
    this.mark.replaceChildren(this.markIcon, word);
    this.cells.payload.prepend(this.mark);
  }
}

function cell(name: ColumnName): HTMLElement {
  const element = document.createElement('div');
  element.className = `cell ${name}`;
  element.setAttribute('role', 'gridcell');
  return element;
}
