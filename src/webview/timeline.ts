import type { TrafficSummary } from '../protocol/trafficSummary';
import { formatBytes, formatCount, formatTime } from './format';
import { fitCanvas, onThemeChange, themeColours } from './themeColours';
import type { TimeSpan } from './timeSpan';

export type TimelineMeasure = 'frames' | 'bytes';

export interface TimelineOptions {
  /** The strip. */
  readonly place: HTMLElement;
  /** The user wants to see what came at a time. */
  readonly onJump: (timeUs: number) => void;
  /** The user has marked a span of time. */
  readonly onMark: (span: TimeSpan) => void;
}

/** Pixels that the pointer moves before a click becomes a span. */
const dragFrom = 4;
/** Share of the whole time that a key moves by. */
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  PageDown: -0.1,
  PageUp: 0.1,
};

/**
 * The traffic of the whole capture over time, in one strip: what was sent above the axis, what was
 * received below, and what the list shows of it. A click jumps, a drag marks a span.
 */
export class Timeline {
  private readonly strip: HTMLElement;
  private readonly canvas = document.createElement('canvas');
  private readonly view = document.createElement('div');
  private readonly mark = document.createElement('div');
  private readonly readout = document.createElement('div');
  private summary: TrafficSummary | undefined;
  private measure: TimelineMeasure = 'frames';
  private inView: TimeSpan = { fromUs: 0, toUs: 0 };
  private marked: TimeSpan | undefined;
  /** Where a drag began, in pixels from the left edge. */
  private dragStart: number | undefined;

  constructor(private readonly options: TimelineOptions) {
    this.strip = options.place;
    this.build();
    this.strip.addEventListener('pointerdown', (event) => this.onDown(event));
    this.strip.addEventListener('pointermove', (event) => this.onMove(event));
    this.strip.addEventListener('pointerup', (event) => this.onUp(event));
    this.strip.addEventListener('pointerleave', () => this.readOut(undefined));
    this.strip.addEventListener('keydown', (event) => this.onKey(event));
    new ResizeObserver(() => this.draw()).observe(this.strip);
    onThemeChange(() => this.draw());
  }

  /** How many buckets of time there is room for. */
  get room(): number {
    return Math.max(1, Math.floor(this.strip.clientWidth));
  }

  focus(): void {
    this.strip.focus();
  }

  show(summary: TrafficSummary, measure: TimelineMeasure): void {
    this.summary = summary;
    this.measure = measure;
    this.strip.ariaValueMax = String(Math.round(summary.lastUs / 1_000));
    this.draw();
  }

  /** Marks what the list shows. */
  showView(span: TimeSpan): void {
    this.inView = span;
    this.strip.ariaValueNow = String(Math.round(span.fromUs / 1_000));
    this.strip.ariaValueText = `From ${formatTime(span.fromUs)} to ${formatTime(span.toUs)} of ${formatTime(this.lastUs)}`;
    this.place();
  }

  /** Marks a span, or none. */
  showMark(span: TimeSpan | undefined): void {
    this.marked = span;
    this.place();
  }

  private build(): void {
    const { strip, canvas, view, mark, readout } = this;
    strip.tabIndex = 0;
    strip.setAttribute('role', 'slider');
    strip.ariaLabel = 'Timeline';
    strip.ariaValueMin = '0';
    strip.ariaValueMax = '0';
    strip.ariaValueNow = '0';
    strip.ariaValueText = 'No frames yet';
    canvas.ariaHidden = 'true';
    view.className = 'timeline-view';
    mark.className = 'timeline-mark';
    readout.className = 'timeline-readout';
    readout.ariaHidden = 'true';
    readout.hidden = true;
    strip.append(canvas, mark, view, readout);
    this.place();
  }

  private get lastUs(): number {
    return Math.max(1, this.summary?.lastUs ?? 0);
  }

  private timeAt(x: number): number {
    const width = Math.max(1, this.strip.clientWidth);
    return Math.round((Math.min(Math.max(0, x), width) / width) * this.lastUs);
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height } = this.strip;
    const context = fitCanvas(this.canvas, width, height);
    if (!context) return;
    const { sent, received, axis } = themeColours(this.strip);
    const middle = Math.round(height / 2);
    context.fillStyle = axis;
    context.fillRect(0, middle - 0.5, width, 1);
    if (this.summary) {
      const [up, down] = [this.values('out'), this.values('in')];
      const most = Math.max(1, up.reduce(larger, 0), down.reduce(larger, 0));
      const bucketWidth = (this.summary.bucketUs / this.lastUs) * width;
      const bars = (values: Float64Array, direction: -1 | 1) =>
        values.forEach((value, at) => {
          if (value === 0) return;
          const bar = Math.max(1, (value / most) * (middle - 2));
          const x = Math.floor(at * bucketWidth);
          const next = Math.max(x + 1, Math.floor((at + 1) * bucketWidth));
          const gap = next - x > 3 ? 1 : 0;
          const y = direction < 0 ? middle - 1 - bar : middle + 1;
          context.fillRect(x, y, next - x - gap, bar);
        });
      context.fillStyle = sent;
      bars(up, -1);
      context.fillStyle = received;
      bars(down, 1);
    }
    this.place();
  }

  private values(direction: 'in' | 'out'): Float64Array {
    const part = this.summary?.[direction];
    if (!part) return new Float64Array(0);
    return this.measure === 'frames' ? part.bucketFrames : part.bucketBytes;
  }

  /** Puts the marks where their times are. */
  private place(): void {
    const { inView, lastUs } = this;
    const isPart = inView && (inView.fromUs > 0 || inView.toUs < lastUs);
    placeAt(this.view, this.summary && isPart ? inView : undefined, lastUs);
    placeAt(this.mark, this.marked, this.lastUs);
  }

  private onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.strip.setPointerCapture(event.pointerId);
    this.dragStart = event.offsetX;
    this.showMark(undefined);
  }

  private onMove(event: PointerEvent): void {
    this.readOut(event.offsetX);
    const span = this.dragTo(event.offsetX);
    if (span) this.showMark(span);
  }

  private onUp(event: PointerEvent): void {
    if (this.dragStart === undefined) return;
    const span = this.dragTo(event.offsetX);
    this.dragStart = undefined;
    if (span) this.options.onMark(span);
    else this.options.onJump(this.timeAt(event.offsetX));
  }

  /** The span from where the drag began; `undefined` while it is no more than a click. */
  private dragTo(x: number): TimeSpan | undefined {
    const start = this.dragStart;
    if (start === undefined || Math.abs(x - start) < dragFrom) return undefined;
    return { fromUs: this.timeAt(Math.min(start, x)), toUs: this.timeAt(Math.max(start, x)) };
  }

  /** Plain keys move what is in view, as in a slider. */
  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const to = this.timeReached(event.key);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.options.onJump(Math.round(Math.min(Math.max(0, to), this.lastUs)));
  }

  private timeReached(key: string): number | undefined {
    if (key === 'Home') return 0;
    if (key === 'End') return this.lastUs;
    const step = steps[key];
    return step === undefined ? undefined : this.inView.fromUs + step * this.lastUs;
  }

  /** Says what the bucket below the pointer holds. */
  private readOut(x: number | undefined): void {
    const { summary } = this;
    this.readout.hidden = x === undefined || !summary || summary.counted === 0;
    if (x === undefined || !summary) return;
    const timeUs = this.timeAt(x);
    const bucket = Math.floor(timeUs / summary.bucketUs);
    const format = this.measure === 'frames' ? formatCount : formatBytes;
    const [sent, received] = [this.values('out')[bucket] ?? 0, this.values('in')[bucket] ?? 0];
    this.readout.textContent = `${formatTime(timeUs).slice(0, -3)}  ↑ ${format(sent)}  ↓ ${format(received)}`;
    this.readout.classList.toggle('left', x > this.strip.clientWidth / 2);
  }
}

function larger(a: number, b: number): number {
  return Math.max(a, b);
}

function placeAt(element: HTMLElement, span: TimeSpan | undefined, lastUs: number): void {
  element.hidden = span === undefined;
  if (!span) return;
  const from = Math.min(1, span.fromUs / lastUs);
  const to = Math.min(1, span.toUs / lastUs);
  element.style.left = `min(${from * 100}%, 100% - 3px)`;
  element.style.width = `max(${(to - from) * 100}%, 3px)`;
}
