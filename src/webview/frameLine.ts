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
  /** The text of each cell: to change one costs a third of putting a new one in. */
  private readonly texts: Record<ColumnName, Text>;
  private readonly mark = document.createElement('span');
  private readonly markIcon = document.createElement('span');
  /** What is painted; the same again costs nothing. */
  private painted: { row: Row | undefined; index: number } | undefined;

  constructor() {
    this.element.setAttribute('role', 'row');
    const cells = columns.map(({ name }) => [name, cell(name)] as const);
    const texts = cells.map(([name, element]) => [name, textIn(element)] as const);
    this.cells = Object.fromEntries(cells) as Record<ColumnName, HTMLElement>;
    this.texts = Object.fromEntries(texts) as Record<ColumnName, Text>;
    this.element.append(...cells.map(([, element]) => element));
    this.markIcon.setAttribute('aria-hidden', 'true');
  }

  /**
   * Shows the line with an index; without `row`, a placeholder for one that has not arrived.
   *
   * @param number of the row in the capture, if it is known: in a filtered list it is not the index
   */
  paint(index: number, row: Row | undefined, number: number | undefined = index): void {
    if (this.shows(index, row)) return;
    this.painted = { index, row };
    this.element.id = lineId(index);
    this.element.ariaRowIndex = String(index + 1);
    this.texts.number.data = number === undefined ? '' : formatCount(number + 1);
    if (row) this.paintRow(row);
    else this.paintPlaceholder();
  }

  /** Whether the line shows a row already, or the placeholder for one. */
  shows(index: number, row: Row | undefined): boolean {
    return this.painted?.index === index && this.painted.row === row;
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

  /** Places the line, in pixels from the top of the lines' element. */
  place(top: number): void {
    this.element.hidden = false;
    this.element.style.transform = `translateY(${top}px)`;
  }

  hide(): void {
    this.element.hidden = true;
  }

  private paintRow(row: Row): void {
    const { texts } = this;
    const status = row.kind === 'status';
    const sent = row.direction === 'out';
    this.element.className = lineClass(row);
    texts.direction.data = status ? '' : sent ? '↑' : '↓';
    this.cells.direction.ariaLabel = status ? 'Status' : sent ? 'Sent' : 'Received';
    texts.time.data = formatTime(row.timeUs);
    texts.delta.data = formatDelta(row.deltaUs);
    texts.kind.data = status ? '' : kindText(row);
    texts.size.data = status ? '' : formatBytes(row.size);
    texts.payload.data = row.preview;
    this.paintMark(row);
  }

  private paintPlaceholder(): void {
    this.element.className = 'line placeholder';
    for (const name of ['direction', 'time', 'delta', 'kind', 'size'] as const) {
      this.texts[name].data = '';
    }
    this.cells.direction.ariaLabel = 'Not read yet';
    this.texts.payload.data = '…';
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

function lineClass(row: Row): string {
  const status = row.kind === 'status';
  const control = !status && isControlFrame(row.opcode) ? ' control' : '';
  const faulty = row.severity === 'error' ? ' faulty' : '';
  return `line ${status ? 'status' : row.direction}${control}${faulty}`;
}

function textIn(element: HTMLElement): Text {
  const text = document.createTextNode('');
  element.append(text);
  return text;
}

function cell(name: ColumnName): HTMLElement {
  const element = document.createElement('span');
  element.className = `cell ${name}`;
  element.setAttribute('role', 'gridcell');
  return element;
}
