import type { RowsState } from '../protocol/connectionSnapshot';
import { mostRows } from '../protocol/guards';
import { decodeRowBatch } from '../protocol/rowBatch';
import { decodeTrafficSummary, type TrafficSummary } from '../protocol/trafficSummary';
import { readDestination } from './destination';
import { formatCount } from './format';
import type { FrameList } from './frameList';
import { listNote, listTools } from './listTools';
import { noRows } from './panelState';
import type { RowSpan } from './rowCache';
import { rowsAsText } from './rowsAsText';
import { statisticsView } from './statisticsView';
import { SummaryPoll } from './summaryPoll';
import { onThemeChange } from './themeColours';
import { Timeline, type TimelineMeasure, type TimeSpan } from './timeline';
import { ViewScope } from './viewScope';

/** Milliseconds between two reads of the summary. */
const summaryPauseMs = 250;
/** Milliseconds for which it is said that rows were copied. */
const copiedForMs = 6_000;

export interface OverviewOptions {
  /** The places of the strip with its tools, of the note above the list, and of the statistics. */
  readonly places: Readonly<Record<'overview' | 'note' | 'statistics', HTMLElement>>;
  readonly list: FrameList;
  readonly readSummary: (buckets: number) => Promise<ArrayBuffer>;
  readonly readRows: (generation: number, span: RowSpan) => Promise<ArrayBuffer>;
  readonly findRow: (timeUs: number) => Promise<number | undefined>;
  readonly copyText: (text: string) => Promise<boolean>;
  /** The user goes to rows of the capture; a filter may not match them. */
  readonly onReveal: (rows: RowSpan) => void;
  /** Statistics are to be shown, or no longer. */
  readonly onStatistics: (open: boolean) => void;
  /** Something about the rows in view has changed. */
  readonly onChange: () => void;
}

/** What is seen of the capture as a whole, and what is done with the list as a whole. */
export class Overview {
  private readonly scope = new ViewScope();
  private readonly timeline: Timeline;
  private readonly tools = document.createElement('div');
  private readonly poll: SummaryPoll<TrafficSummary>;
  private summary: TrafficSummary | undefined;
  private rows: RowsState = noRows;
  private measure: TimelineMeasure = 'frames';
  private goToMistake: string | undefined;
  private copied: string | undefined;
  private copiedTimer: ReturnType<typeof setTimeout> | undefined;
  /** Number of the newest jump: an answer to an older one leads nowhere any more. */
  private jumps = 0;

  constructor(private readonly options: OverviewOptions) {
    const { places, readSummary } = options;
    this.timeline = new Timeline({
      place: places.overview,
      onJump: (timeUs) => void this.jumpTo(timeUs),
      onMark: (span) => void this.selectSpan(span),
    });
    this.tools.className = 'list-tools';
    places.overview.append(this.tools);
    this.poll = new SummaryPoll({
      read: async () => decodeTrafficSummary(await readSummary(this.timeline.room)),
      onRead: (summary) => this.take(summary),
      later: (callback) => void setTimeout(callback, summaryPauseMs),
    });
    onThemeChange(options.onChange);
  }

  /** Takes in the rows that there are now. */
  update(rows: RowsState): void {
    if (rows.total < this.rows.total) this.timeline.showMark(undefined);
    const { generation, total } = this.rows;
    if (rows.total !== total || rows.generation !== generation) this.poll.want();
    this.rows = rows;
    this.scope.update(rows);
  }

  /** The rows that are in view without a filter, of those told last. */
  get shown(): RowsState {
    return this.scope.shown;
  }

  /** Brings rows into view that pausing or clearing keeps out of it. */
  include(rows: RowSpan): void {
    this.change(() => this.scope.include(rows));
  }

  /** Whether there are rows that the user has cleared from the view. */
  get hidesRows(): boolean {
    return this.scope.hidden > 0;
  }

  /** Reads the summary again: time alone changes the last second. */
  refresh(): void {
    if (this.rows.total > 0) this.poll.want();
  }

  /** Marks what the list shows. */
  showView(span: TimeSpan): void {
    this.timeline.showView(span);
  }

  focus(): void {
    this.timeline.focus();
  }

  focusGoTo(): void {
    this.goToField?.select();
    this.goToField?.focus();
  }

  /** Copies rows as they are seen, and says how many. */
  async copy(span: RowSpan): Promise<void> {
    const count = Math.min(span.count, mostRows);
    const packed = await this.options
      .readRows(this.rows.generation, { ...span, count })
      .catch(() => undefined);
    if (!packed || !(await this.options.copyText(rowsAsText(decodeRowBatch(packed).rows)))) return;
    this.say(copiedText(span.count, count));
  }

  draw({ statisticsOpen, isFiltered }: { statisticsOpen: boolean; isFiltered: boolean }): void {
    const { places } = this.options;
    listTools(
      {
        measure: this.measure,
        paused: this.scope.paused,
        isEmpty: this.options.list.isEmpty,
        isFiltered,
        statisticsOpen,
        goToMistake: this.goToMistake,
        onMeasure: (measure) => this.show(measure),
        onGoTo: (text) => this.goTo(text),
        onLeave: () => this.leaveGoTo(),
        onPause: () => this.setPaused(!this.scope.paused),
        onClear: () => this.change(() => this.scope.clear()),
        onStatistics: () => this.options.onStatistics(!statisticsOpen),
      },
      this.tools,
    );
    listNote(
      {
        scope: isFiltered ? undefined : this.scope,
        copied: this.copied,
        onResume: () => this.setPaused(false),
        onShowAll: () => this.change(() => this.scope.showAll()),
      },
      places.note,
    );
    if (!statisticsOpen) return;
    const onClose = () => this.options.onStatistics(false);
    statisticsView({ summary: this.summary, onClose }, places.statistics);
  }

  private get goToField(): HTMLInputElement | null {
    return this.tools.querySelector('input');
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

  private setPaused(paused: boolean): void {
    this.change(() => this.scope.setPaused(paused));
  }

  private change(act: () => void): void {
    act();
    this.options.onChange();
  }

  private goTo(text: string): void {
    const destination = readDestination(text);
    this.goToMistake = destination
      ? undefined
      : 'Type a row (#1234), a time (12.5s, 1:23) or “end”.';
    this.options.onChange();
    if (!destination) return;
    if (destination.kind === 'time') void this.jumpTo(destination.timeUs);
    else if (destination.kind === 'end') this.options.list.stickToBottom();
    else this.reveal(destination.row);
    this.options.list.focus();
  }

  private leaveGoTo(): void {
    this.goToMistake = undefined;
    this.options.list.focus();
    this.options.onChange();
  }

  private async jumpTo(timeUs: number): Promise<void> {
    this.timeline.showMark(undefined);
    const row = await this.rowAt(timeUs);
    if (row !== undefined) this.reveal(row);
  }

  /** Selects the rows of a span of time. */
  private async selectSpan({ fromUs, toUs }: TimeSpan): Promise<void> {
    const start = await this.rowAt(fromUs);
    if (start === undefined) return;
    const end = await this.rowAt(toUs);
    if (end === undefined) return;
    const { first, total } = this.shown;
    const [from, to] = [start, end].map((row) => Math.min(Math.max(first, row), total - 1));
    if (from === undefined || to === undefined || first === total) return;
    this.options.onReveal({ start: from, count: to - from + 1 });
    this.options.list.focus();
  }

  /** The row at a time; `undefined` if there is none, or if the user is on the way elsewhere. */
  private async rowAt(timeUs: number): Promise<number | undefined> {
    const jump = ++this.jumps;
    const row = await this.options.findRow(timeUs).catch(() => undefined);
    return jump === this.jumps ? row : undefined;
  }

  private reveal(row: number): void {
    const { first, total } = this.shown;
    if (first === total) return;
    const start = Math.min(Math.max(first, row), total - 1);
    this.options.onReveal({ start, count: 1 });
  }

  private say(text: string): void {
    this.copied = text;
    this.options.onChange();
    clearTimeout(this.copiedTimer);
    this.copiedTimer = setTimeout(() => {
      this.copied = undefined;
      this.options.onChange();
    }, copiedForMs);
  }
}

function copiedText(wanted: number, count: number): string {
  if (count < wanted) {
    return `Copied the first ${formatCount(count)} of ${formatCount(wanted)} rows, the most that fit.`;
  }
  return count === 1 ? 'Copied 1 row.' : `Copied ${formatCount(count)} rows.`;
}
