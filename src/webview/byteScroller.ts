import { ScrollMap, type LineSpan } from './scrollMap';

/** Height of a line in CSS pixels; the style sheet has the same. */
export const byteLineHeight = 18;

export interface ByteScrollerOptions {
  /** Other lines are in view than before. */
  readonly onMove: () => void;
  readonly onResize: () => void;
}

/** The part of a byte grid that scrolls, however many lines it has. */
export class ByteScroller {
  readonly element = document.createElement('div');
  /** As high as all lines together, within the limits of the browser; holds the lines. */
  readonly sizer = document.createElement('div');
  private map = new ScrollMap({ lines: 0, lineHeight: byteLineHeight, viewportHeight: 0 });
  /** Pixels from the top of the first line to the top of what is in view. */
  private position = 0;
  /** The `scrollTop` that was set here, to tell own scrolls from the user's. */
  private ownScrollTop = 0;

  constructor(private readonly options: ByteScrollerOptions) {
    this.element.className = 'bytes-scroller';
    this.element.setAttribute('role', 'presentation');
    this.element.tabIndex = -1;
    this.sizer.className = 'bytes-sizer';
    this.sizer.setAttribute('role', 'presentation');
    this.element.append(this.sizer);
    this.element.addEventListener('scroll', () => this.onScroll(), { passive: true });
    this.element.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    new ResizeObserver(options.onResize).observe(this.element);
  }

  /** Lines that a page key moves by: one stays in view. */
  get page(): number {
    return Math.max(1, Math.floor(this.map.geometry.viewportHeight / byteLineHeight) - 1);
  }

  /** The lines in view, whole or in part. */
  get inView(): LineSpan {
    return this.map.linesAt(this.position, 0);
  }

  /** Where a line stands, in pixels from the top of the sizer. */
  topOf(line: number): number {
    const shift = this.map.compressed ? Math.round(this.ownScrollTop - this.position) : 0;
    return line * byteLineHeight + shift;
  }

  /** Makes room for as many lines as there are now. */
  layOut(lines: number): void {
    const viewportHeight = this.element.clientHeight;
    this.map = new ScrollMap({ lines, lineHeight: byteLineHeight, viewportHeight });
    this.sizer.style.height = `${this.map.elementHeight}px`;
    this.scrollTo(this.position);
  }

  /** Scrolls no further than it takes to have a line in view whole. */
  showLine(line: number): void {
    this.scrollTo(this.map.positionShowing(line, this.position));
  }

  /** Has a line at the top, as far as those below it allow. */
  showFrom(line: number): void {
    this.scrollTo(line * byteLineHeight);
  }

  private scrollTo(position: number): void {
    this.position = this.map.clamp(position);
    const scrollTop = this.map.scrollTopAt(this.position);
    if (Math.abs(this.element.scrollTop - scrollTop) >= 1) this.element.scrollTop = scrollTop;
    this.ownScrollTop = this.element.scrollTop;
    this.options.onMove();
  }

  private onScroll(): void {
    const { scrollTop } = this.element;
    if (Math.abs(scrollTop - this.ownScrollTop) < 1) return;
    this.ownScrollTop = scrollTop;
    this.position = this.map.positionAt(scrollTop);
    this.options.onMove();
  }

  /** A compressed scrollbar would turn the wheel's pixels into leaps. */
  private onWheel(event: WheelEvent): void {
    if (event.ctrlKey || event.deltaY === 0 || !this.map.compressed) return;
    event.preventDefault();
    const unit = [1, byteLineHeight, this.map.geometry.viewportHeight][event.deltaMode] ?? 1;
    this.scrollTo(this.position + event.deltaY * unit);
  }
}
