import { readDestination, type Destination } from './destination';
import { listNote } from './listNote';
import { listTools } from './listTools';
import type { MarkedSpan } from './navigator';
import type { TimeSpan } from './timeSpan';
import type { ViewScope } from './viewScope';

/** Milliseconds for which it is said what was done. */
const saidForMs = 6_000;

export interface ListControlsOptions {
  readonly places: Readonly<Record<'tools' | 'note', HTMLElement>>;
  readonly scope: ViewScope;
  readonly onGoTo: (destination: Destination) => void;
  /** The user is done here and goes on to the list. */
  readonly onLeave: () => void;
  readonly isFiltered: () => boolean;
  readonly listsMessages: () => boolean;
  readonly onSwitchList: () => void;
  readonly onStatistics: () => void;
  readonly onExport: () => void;
  /** The rows of a span of time are to be the only ones. */
  readonly onFilterToSpan: (span: TimeSpan) => void;
  /** Other rows are in view, or there is something else to say about them. */
  readonly onChange: () => void;
}

export interface ListControlsInput {
  readonly isEmpty: boolean;
  readonly statisticsOpen: boolean;
}

/** What is done with the list as a whole, and what is said about it. */
export class ListControls {
  private goToMistake: string | undefined;
  private span: MarkedSpan | undefined;
  private said: string | undefined;
  private saidTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ListControlsOptions) {}

  focusGoTo(): void {
    const field = this.options.places.tools.querySelector('input');
    field?.select();
    field?.focus();
  }

  /** Holds back the rows to come, or brings them into view again. */
  pause(): void {
    const { scope } = this.options;
    this.changeView(() => scope.setPaused(!scope.paused));
  }

  /** Hides the rows that there are, and does not touch what was captured. */
  clear(): void {
    this.changeView(() => this.options.scope.clear());
  }

  /** Tells of a span of time that is marked, and offers to filter to it; `undefined` ends that. */
  offerSpan(span: MarkedSpan | undefined): void {
    if (span === this.span) return;
    this.span = span;
    this.options.onChange();
  }

  /** Says what was done, for a while. */
  say(sentence: string): void {
    this.said = sentence;
    this.options.onChange();
    clearTimeout(this.saidTimer);
    this.saidTimer = setTimeout(() => {
      this.said = undefined;
      this.options.onChange();
    }, saidForMs);
  }

  draw({ isEmpty, statisticsOpen }: ListControlsInput): void {
    const { places, scope, onSwitchList, onStatistics, onExport, onFilterToSpan } = this.options;
    const isFiltered = this.options.isFiltered();
    listTools(
      {
        paused: scope.paused,
        isEmpty,
        isFiltered,
        statisticsOpen,
        listsMessages: this.options.listsMessages(),
        goToMistake: this.goToMistake,
        onGoTo: (text) => this.goTo(text),
        onLeave: () => this.leaveGoTo(),
        onPause: () => this.pause(),
        onClear: () => this.clear(),
        onSwitchList,
        onStatistics,
        onExport,
      },
      places.tools,
    );
    listNote(
      {
        scope: isFiltered ? undefined : scope,
        span: this.span,
        said: this.said,
        onFilterToSpan: (span) => {
          this.offerSpan(undefined);
          onFilterToSpan(span);
        },
        onResume: () => this.changeView(() => scope.setPaused(false)),
        onShowAll: () => this.changeView(() => scope.showAll()),
      },
      places.note,
    );
  }

  private changeView(act: () => void): void {
    if (this.options.isFiltered()) {
      this.say(
        this.options.listsMessages()
          ? 'List frames first: the list of messages cannot be paused or cleared.'
          : 'Clear the filter first: with one, the view cannot be paused or cleared.',
      );
      return;
    }
    act();
    this.options.onChange();
  }

  private goTo(text: string): void {
    const destination = readDestination(text);
    this.goToMistake = destination
      ? undefined
      : 'Type a row (#1234), a time (12.5s, 1:23) or “end”.';
    this.options.onChange();
    if (destination) this.options.onGoTo(destination);
  }

  private leaveGoTo(): void {
    this.goToMistake = undefined;
    this.options.onLeave();
    this.options.onChange();
  }
}
