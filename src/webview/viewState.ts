import type { ListView } from '../protocol/filter';
import { readComposer, emptyComposer, type ComposerState } from './composerState';
import { keptHabits, type HabitForm } from './habitForm';
import { isRecord, oneOfOr, textOr, valuesOr } from './keptValues';
import { emptyRepeat, type RepeatForm } from './repeatForm';

export type DetailTab = 'payload' | 'frame' | 'bytes';
/** What of the composer is open below its one line; empty for nothing. */
export type ComposerSection = '' | 'options' | 'repeat' | 'messages' | 'preview';

const detailTabs: readonly DetailTab[] = ['payload', 'frame', 'bytes'];
const composerSections: readonly ComposerSection[] = [
  '',
  'options',
  'repeat',
  'messages',
  'preview',
];

/** What VS Code keeps for the panel while it is hidden and across a reload of the window. */
export interface ViewState {
  readonly version: 1;
  /** Secret values masked: it goes to disk. */
  readonly url: string;
  readonly hadRows: boolean;
  /** The capture that holds the rows, so that they can be shown again; empty without one. */
  readonly capture: string;
  readonly composer: ComposerState;
  readonly composerSection: ComposerSection;
  readonly repeat: RepeatForm;
  /** What the user wants of the next connections; `undefined` if that was never said. */
  readonly habits: HabitForm | undefined;
  readonly habitsOpen: boolean;
  /** Composer states that were sent, oldest first. */
  readonly history: readonly ComposerState[];
  readonly filter: string;
  /** Which of the two lists shows. */
  readonly list: ListView;
  readonly detailOpen: boolean;
  readonly detailTab: DetailTab;
  /** Share of the detail, in percent of the width (beside) or height (under) of both. */
  readonly detailBeside: number;
  readonly detailUnder: number;
}

/** Most sent messages that the composer remembers. */
export const longestHistory = 50;
/** Longest message that is remembered, in UTF-16 units. */
export const longestRemembered = 256 * 1024;

export const firstViewState: ViewState = {
  version: 1,
  url: '',
  hadRows: false,
  capture: '',
  composer: emptyComposer,
  composerSection: '',
  repeat: emptyRepeat,
  habits: undefined,
  habitsOpen: false,
  history: [],
  filter: '',
  list: 'frames',
  detailOpen: false,
  detailTab: 'payload',
  detailBeside: 42,
  detailUnder: 50,
};

/** Reads what was kept; what is of another version or shape gives way to the first state. */
export function readViewState(kept: unknown): ViewState {
  if (!isRecord(kept) || kept.version !== firstViewState.version) return firstViewState;
  const { history } = kept;
  return {
    version: firstViewState.version,
    url: textOr(kept.url, ''),
    hadRows: kept.hadRows === true,
    capture: textOr(kept.capture, ''),
    composer: readComposer(kept.composer),
    composerSection: oneOfOr(composerSections, kept.composerSection, ''),
    repeat: valuesOr(kept.repeat, emptyRepeat),
    habits: keptHabits(kept.habits),
    habitsOpen: kept.habitsOpen === true,
    history: Array.isArray(history) ? history.slice(-longestHistory).map(readComposer) : [],
    filter: textOr(kept.filter, ''),
    list: oneOfOr(['frames', 'messages'], kept.list, 'frames'),
    detailOpen: kept.detailOpen === true,
    detailTab: oneOfOr(detailTabs, kept.detailTab, 'payload'),
    detailBeside: shareOr(kept.detailBeside, firstViewState.detailBeside),
    detailUnder: shareOr(kept.detailUnder, firstViewState.detailUnder),
  };
}

/** Whether the history takes it: all of it is kept on disk. */
export function canRemember({ message }: ComposerState): boolean {
  return message.length <= longestRemembered;
}

/** Adds a sent message to the history, without repeating the one before. */
export function remember(
  history: readonly ComposerState[],
  sent: ComposerState,
): readonly ComposerState[] {
  if (!canRemember(sent)) return history;
  const last = history.at(-1);
  if (last && JSON.stringify(last) === JSON.stringify(sent)) return history;
  return [...history, sent].slice(-longestHistory);
}

function shareOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 10 && value <= 90 ? value : otherwise;
}
