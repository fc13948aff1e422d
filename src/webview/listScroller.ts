import { ScrollMap, type LineSpan } from './scrollMap';

/** Height of a line in CSS pixels; the style sheet takes it from here. */
export const lineHeight = 22;

/** Lines that one may stand away from the top of the lines' element, whose pixels stay exact so. */
const farthestLine = 100_000;

export interface ListScrollerOptions {
  /** Other lines are in view than before. */
  readonly onMove: () => void;
  /** The user has begun, or ceased, to follow the end. */
  readonly onFollow: () => void;
  readonly onResize: () => void;
}

/**
 * The part of the list that scrolls: which lines are in view, and where each one stands. It
 * follows its end, as lines are added, until the user scrolls away from it.
 */
export class ListScroller {
  readonly element = document.createElement('div');
  /** Holds the lines, and stays in view however the element is scrolled. */
  readonly lines = document.createElement('div');
  /** Whether the last line stays in view while lines are added. */
  followsEnd = true;
  /** As high as all lines together, within limits. */
  private readonly sizer = document.createElement('div');
  private map = new ScrollMap({ lines: 0, lineHeight, viewportHeight: 0 });
  /** The element's height without borders, in pixels; to ask the element would cost a layout. */
  private viewportHeight = 0;
  /** The line whose top is the top of the lines' element. */
  private origin = 0;
  /** Pixels from the top of the first line to the top of what is in view. */
  private position = 0;
  /** The `scrollTop` that was set here, to tell own scrolls from the user's. */
  private ownScrollTop = 0;

  constructor(private readonly options: ListScrollerOptions) {
    this.element.className = 'frames-scroller';
    this.element.tabIndex = -1;
    this.element.setAttribute('role', 'presentation');
    this.sizer.className = 'frames-sizer';
    this.sizer.setAttribute('role', 'presentation');
    this.lines.className = 'frames-lines';
    this.lines.setAttribute('role', 'rowgroup');
    this.sizer.append(this.lines);
    this.element.append(this.sizer);
    this.element.addEventListener('scroll', () => this.onScroll(), { passive: true });
    this.element.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    const observer = new ResizeObserver(() => {
      this.viewportHeight = this.element.clientHeight;
      options.onResize();
    });
    observer.observe(this.element);
  }

  /** Lines that are in view whole. */
  get page(): number {
    return Math.floor(this.map.geometry.viewportHeight / lineHeight);
  }

  /** The most lines that can be in view, whole or in part. */
  get mostInView(): number {
    return Math.ceil(this.map.geometry.viewportHeight / lineHeight) + 1;
  }

  /** The lines in view, whole or in part, and `beyond` more on either side. */
  inView(beyond: number): LineSpan {
    return this.map.linesAt(this.position, beyond);
  }

  /**
   * Brings the lines to where they stand at the position now. Until then those that are there stay
   * in view, wherever the user has scrolled to.
   */
  placeLines(): void {
    const first = Math.floor(this.position / lineHeight);
    if (Math.abs(first - this.origin) > farthestLine) this.origin = first;
    const top = Math.round(this.origin * lineHeight - this.position);
    this.lines.style.transform = `translateY(${top}px)`;
  }

  /** Where a line stands, in pixels from the top of the lines' element. */
  topOf(line: number): number {
    return (line - this.origin) * lineHeight;
  }

  /**
   * Makes room for as many lines as there are now. What is in view stays there.
   *
   * @param wentAbove how many lines have gone above all others
   */
  layOut(lines: number, wentAbove = 0): void {
    const { viewportHeight } = this;
    this.map = new ScrollMap({ lines, lineHeight, viewportHeight });
    this.sizer.style.height = `${this.map.elementHeight}px`;
    this.scrollTo(this.followsEnd ? this.map.lastPosition : this.position - wentAbove * lineHeight);
  }

  showEnd(): void {
    this.scrollTo(this.map.lastPosition);
  }

  /** Scrolls no further than it takes to have a line in view whole. @returns whether it moved */
  showLine(line: number): boolean {
    const { position } = this;
    this.scrollTo(this.map.positionShowing(line, position));
    return this.position !== position;
  }

  /** Brings a line into the middle. */
  centreLine(line: number): void {
    const { viewportHeight } = this.map.geometry;
    this.scrollTo(line * lineHeight - (viewportHeight - lineHeight) / 2);
  }

  /** Follows the end of a list that begins anew. */
  startOver(): void {
    this.followsEnd = true;
    this.position = 0;
  }

  private scrollTo(position: number): void {
    this.position = this.map.clamp(position);
    const scrollTop = this.map.scrollTopAt(this.position);
    if (Math.abs(this.ownScrollTop - scrollTop) >= 1) {
      this.element.scrollTop = scrollTop;
      this.ownScrollTop = scrollTop;
    }
    this.options.onMove();
  }

  private onScroll(): void {
    const { scrollTop, clientHeight } = this.element;
    if (Math.abs(scrollTop - this.ownScrollTop) < 1) return;
    this.ownScrollTop = scrollTop;
    // The browser has moved it, since there is another height: `onResize` lays it out.
    if (clientHeight !== this.viewportHeight) return;
    this.userScrolledTo(this.map.positionAt(scrollTop));
  }

  /**
   * The wheel is the list's own where the browser would get it wrong: a compressed scrollbar turns
   * its pixels into leaps, and at the bottom of a flood each new row would undo its scrolling.
   */
  private onWheel(event: WheelEvent): void {
    const leaves = this.followsEnd && event.deltaY < 0 && this.map.lastPosition > 0;
    if (event.ctrlKey || event.deltaY === 0 || !(leaves || this.map.compressed)) return;
    event.preventDefault();
    const unit = [1, lineHeight, this.map.geometry.viewportHeight][event.deltaMode] ?? 1;
    this.userScrolledTo(this.map.clamp(this.position + event.deltaY * unit));
    this.scrollTo(this.position);
  }

  private userScrolledTo(position: number): void {
    this.position = position;
    const followsEnd = position >= this.map.lastPosition - 1;
    if (followsEnd !== this.followsEnd) {
      this.followsEnd = followsEnd;
      this.options.onFollow();
    }
    this.options.onMove();
  }
}
