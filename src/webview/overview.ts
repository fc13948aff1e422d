import { html, render } from 'lit-html';
import type { RowsState } from '../protocol/connectionSnapshot';
import { decodeTrafficSummary, type TrafficSummary } from '../protocol/trafficSummary';
import { noRows } from './panelState';
import { statisticsView } from './statisticsView';
import { SummaryPoll } from './summaryPoll';
import { onThemeChange } from './themeColours';
import { Timeline, type TimelineMeasure } from './timeline';
import type { TimeSpan } from './timeSpan';

/** Milliseconds between two reads of the summary. */
const summaryPauseMs = 250;

export interface OverviewOptions {
  readonly places: Readonly<Record<'timeline' | 'measure' | 'statistics', HTMLElement>>;
  readonly readSummary: (buckets: number) => Promise<ArrayBuffer>;
  /** The user wants to see what came at a time. */
  readonly onJump: (timeUs: number) => void;
  /** The user has marked a span of time. */
  readonly onMark: (span: TimeSpan) => void;
  readonly onCloseStatistics: () => void;
  /** Other figures are here, or they are to be drawn in other colours. */
  readonly onChange: () => void;
}

const measures = [
  { measure: 'frames', title: 'Frames' },
  { measure: 'bytes', title: 'Bytes' },
] as const;

/** What is seen of the capture as a whole: its traffic over time, and its statistics. */
export class Overview {
  private readonly timeline: Timeline;
  private readonly poll: SummaryPoll<TrafficSummary>;
  private summary: TrafficSummary | undefined;
  private rows: RowsState = noRows;
  private measure: TimelineMeasure = 'frames';

  constructor(private readonly options: OverviewOptions) {
    const { places, readSummary, onJump, onMark } = options;
    this.timeline = new Timeline({ place: places.timeline, onJump, onMark });
    this.poll = new SummaryPoll({
      read: async () => decodeTrafficSummary(await readSummary(this.timeline.room)),
      onRead: (summary) => this.take(summary),
      later: (callback) => void setTimeout(callback, summaryPauseMs),
    });
    onThemeChange(options.onChange);
    places.statistics.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      options.onCloseStatistics();
    });
  }

  /** Takes in the rows that there are now. */
  update(rows: RowsState): void {
    const { generation, total } = this.rows;
    if (rows.total !== total || rows.generation !== generation) this.poll.want();
    this.rows = rows;
  }

  /** Reads the summary again: time alone changes the last second. */
  refresh(): void {
    if (this.rows.total > 0) this.poll.want();
  }

  /** Marks what the list shows. */
  showView(span: TimeSpan): void {
    this.timeline.showView(span);
  }

  /** Marks a span, or none. */
  showMark(span: TimeSpan | undefined): void {
    this.timeline.showMark(span);
  }

  focus(): void {
    this.timeline.focus();
  }

  draw(statisticsOpen: boolean): void {
    const { places, onCloseStatistics } = this.options;
    this.drawMeasure();
    if (!statisticsOpen) return;
    statisticsView({ summary: this.summary, onClose: onCloseStatistics }, places.statistics);
  }

  private drawMeasure(): void {
    render(
      measures.map(
        ({ measure, title }) =>
          html`<button
            type="button"
            aria-pressed=${this.measure === measure}
            @click=${() => this.show(measure)}
          >
            ${title}
          </button>`,
      ),
      this.options.places.measure,
    );
  }

  private take(summary: TrafficSummary): void {
    this.summary = summary;
    this.timeline.show(summary, this.measure);
    this.options.onChange();
    if (summary.counted < summary.total) this.poll.want();
  }

  private show(measure: TimelineMeasure): void {
    this.measure = measure;
    if (this.summary) this.timeline.show(this.summary, measure);
    this.options.onChange();
  }
}
