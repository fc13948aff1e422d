import type { ListView } from '../protocol/filter';
import type { FrameDraft } from '../protocol/frameDraft';

export type DraftKind = 'text' | 'json' | 'hex' | 'base64' | 'ping' | 'pong' | 'close';
export type DetailTab = 'payload' | 'frame' | 'bytes';

const draftKinds: readonly DraftKind[] = ['text', 'json', 'hex', 'base64', 'ping', 'pong', 'close'];
const detailTabs: readonly DetailTab[] = ['payload', 'frame', 'bytes'];

/** What stands in the composer. The close fields are kept apart from the message. */
export interface ComposerState {
  readonly kind: DraftKind;
  readonly message: string;
  readonly closeCode: string;
  readonly closeReason: string;
}

/** What VS Code keeps for the panel while it is hidden and across a reload of the window. */
export interface ViewState {
  readonly version: 1;
  /** Secret values masked: it goes to disk. */
  readonly url: string;
  readonly hadRows: boolean;
  /** The capture that holds the rows, so that they can be shown again; empty without one. */
  readonly capture: string;
  readonly composer: ComposerState;
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

export const emptyComposer: ComposerState = {
  kind: 'text',
  message: '',
  closeCode: '1000',
  closeReason: '',
};

export const firstViewState: ViewState = {
  version: 1,
  url: '',
  hadRows: false,
  capture: '',
  composer: emptyComposer,
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
    history: Array.isArray(history) ? history.slice(-longestHistory).map(readComposer) : [],
    filter: textOr(kept.filter, ''),
    list: oneOfOr(['frames', 'messages'], kept.list, 'frames'),
    detailOpen: kept.detailOpen === true,
    detailTab: oneOfOr(detailTabs, kept.detailTab, 'payload'),
    detailBeside: shareOr(kept.detailBeside, firstViewState.detailBeside),
    detailUnder: shareOr(kept.detailUnder, firstViewState.detailUnder),
  };
}

/** Adds a sent message to the history, without repeating the one before. */
export function remember(
  history: readonly ComposerState[],
  sent: ComposerState,
): readonly ComposerState[] {
  if (sent.message.length > longestRemembered) return history;
  const last = history.at(-1);
  if (last && JSON.stringify(last) === JSON.stringify(sent)) return history;
  return [...history, sent].slice(-longestHistory);
}

/** The draft that the composer describes. */
export function draftOf({ kind, message, closeCode, closeReason }: ComposerState): FrameDraft {
  switch (kind) {
    case 'hex':
    case 'base64':
      return { kind: 'binary', encoding: kind, text: message };
    case 'close':
      return { kind, code: closeCodeOf(closeCode), reason: closeReason };
    case 'text':
    case 'json':
    case 'ping':
    case 'pong':
      return { kind, text: message };
  }
}

/** No text is no code; what is no number becomes a code that no rule allows. */
function closeCodeOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return /^\d{1,5}$/.test(trimmed) ? Number(trimmed) : 0;
}

function readComposer(kept: unknown): ComposerState {
  if (!isRecord(kept)) return emptyComposer;
  return {
    kind: oneOfOr(draftKinds, kept.kind, 'text'),
    message: textOr(kept.message, ''),
    closeCode: textOr(kept.closeCode, emptyComposer.closeCode),
    closeReason: textOr(kept.closeReason, ''),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function oneOfOr<T>(values: readonly T[], value: unknown, otherwise: T): T {
  return values.find((one) => one === value) ?? otherwise;
}

function shareOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 10 && value <= 90 ? value : otherwise;
}
