/**
 * The tallest element that the list asks for, in CSS pixels. Chromium caps an element at
 * 33,554,428 px, and above 16,777,216 px its single-precision layout no longer tells pixels apart.
 */
export const tallestElement = 10_000_000;

/** What the scroll arithmetic depends on. Lengths are CSS pixels. */
export interface ScrollGeometry {
  /** Lines in the list. */
  readonly lines: number;
  readonly lineHeight: number;
  readonly viewportHeight: number;
}

/** Lines `start` to `end - 1`. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Maps the position in the list (pixels from the top of its first line, as if no limit existed)
 * to the `scrollTop` of an element that is no taller than {@link tallestElement}, and back.
 * Below that height both are the same; above it the scrollbar stands for more than it measures.
 */
export class ScrollMap {
  /** Height of all lines. */
  readonly contentHeight: number;
  /** Height of the element that is scrolled. */
  readonly elementHeight: number;
  /** The largest position: the last line stands at the bottom. */
  readonly lastPosition: number;
  private readonly lastScrollTop: number;

  constructor(readonly geometry: ScrollGeometry) {
    this.contentHeight = geometry.lines * geometry.lineHeight;
    this.elementHeight = Math.min(this.contentHeight, tallestElement);
    this.lastPosition = Math.max(0, this.contentHeight - geometry.viewportHeight);
    this.lastScrollTop = Math.max(0, this.elementHeight - geometry.viewportHeight);
  }

  /** True when a pixel of the scrollbar stands for more than a pixel of the list. */
  get compressed(): boolean {
    return this.contentHeight > this.elementHeight;
  }

  clamp(position: number): number {
    return Math.min(Math.max(0, position), this.lastPosition);
  }

  positionAt(scrollTop: number): number {
    if (!this.compressed) return this.clamp(scrollTop);
    return this.clamp((scrollTop / this.lastScrollTop) * this.lastPosition);
  }

  scrollTopAt(position: number): number {
    if (!this.compressed) return this.clamp(position);
    return (this.clamp(position) / this.lastPosition) * this.lastScrollTop;
  }

  /** The lines that show at a position, whole or in part, and `overscan` more on either side. */
  linesAt(position: number, overscan: number): LineSpan {
    const { lines, lineHeight, viewportHeight } = this.geometry;
    const top = this.clamp(position);
    const start = Math.floor(top / lineHeight) - overscan;
    const end = Math.ceil((top + viewportHeight) / lineHeight) + overscan;
    return { start: Math.max(0, start), end: Math.min(lines, end) };
  }

  /** The position nearest to `position` at which a line shows whole. */
  positionShowing(line: number, position: number): number {
    const { lineHeight, viewportHeight } = this.geometry;
    const top = line * lineHeight;
    if (top < position) return this.clamp(top);
    if (top + lineHeight > position + viewportHeight) {
      return this.clamp(top + lineHeight - viewportHeight);
    }
    return this.clamp(position);
  }
}
