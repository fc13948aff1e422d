import { readDestination, type Destination } from './destination';
import { listNote } from './listNote';
import { listTools } from './listTools';
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
  readonly onStatistics: () => void;
  readonly onExport: () => void;
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
    const { places, scope, onStatistics, onExport } = this.options;
    const isFiltered = this.options.isFiltered();
    listTools(
      {
        paused: scope.paused,
        isEmpty,
        isFiltered,
        statisticsOpen,
        goToMistake: this.goToMistake,
        onGoTo: (text) => this.goTo(text),
        onLeave: () => this.leaveGoTo(),
        onPause: () => this.pause(),
        onClear: () => this.clear(),
        onStatistics,
        onExport,
      },
      places.tools,
    );
    listNote(
      {
        scope: isFiltered ? undefined : scope,
        said: this.said,
        onResume: () => this.changeView(() => scope.setPaused(false)),
        onShowAll: () => this.changeView(() => scope.showAll()),
      },
      places.note,
    );
  }

  private changeView(act: () => void): void {
    if (this.options.isFiltered()) {
      this.say('Clear the filter first: with one, the view cannot be paused or cleared.');
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
