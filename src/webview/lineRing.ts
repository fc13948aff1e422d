import { FrameLine } from './frameLine';
import type { LineSpan } from './scrollMap';

/**
 * The recycled lines of the list, in the order in which they stand, also for screen readers. When
 * the list moves by a little, lines leave at one end and come back at the other; the rest stay.
 */
export class LineRing {
  private lines: FrameLine[] = [];
  /** The line of the list that the first of the ring shows. */
  private start = 0;

  constructor(private readonly parent: HTMLElement) {}

  /** Makes as many lines as the list ever shows at once. */
  resize(count: number): void {
    while (this.lines.length > count) this.lines.pop()?.element.remove();
    while (this.lines.length < count) {
      const line = new FrameLine();
      this.lines.push(line);
      this.parent.append(line.element);
    }
  }

  /** Paints the lines of a span, each by `paint`, and hides those that are left over. */
  show({ start, end }: LineSpan, paint: (line: FrameLine, index: number) => void): void {
    this.turnTo(start);
    this.lines.forEach((line, slot) => {
      if (start + slot < end) paint(line, start + slot);
      else line.hide();
    });
  }

  /** How many lines of a span would have to be painted anew. */
  countStale({ start, end }: LineSpan, shows: (line: FrameLine, index: number) => boolean): number {
    let stale = end - start;
    this.lines.forEach((line, slot) => {
      const index = this.start + slot;
      if (index >= start && index < end && shows(line, index)) stale--;
    });
    return stale;
  }

  lineWith(node: Node): FrameLine | undefined {
    return this.lines.find(({ element }) => element.contains(node));
  }

  /** A jump beyond all that is shown repaints everything anyway, so nothing has to move. */
  private turnTo(start: number): void {
    const steps = start - this.start;
    this.start = start;
    if (Math.abs(steps) >= this.lines.length) return;
    if (steps > 0) {
      const leaving = this.lines.splice(0, steps);
      this.lines.push(...leaving);
      this.parent.append(...leaving.map(({ element }) => element));
    } else if (steps < 0) {
      const leaving = this.lines.splice(steps);
      this.lines.unshift(...leaving);
      this.parent.prepend(...leaving.map(({ element }) => element));
    }
  }
}
