import type { ConnectionSnapshot } from './connectionSnapshot';
import type { FilterCompletion, FilterMistake, ListView } from './filter';
import type { FrameDetail, BytesView } from './frameDetail';
import type { HabitChoices } from './engineHabits';
import type { FrameDraft, PanelDraft } from './frameDraft';
import type { FramePreview } from './framePreview';
import type { Hello } from './hello';
import type { RepeatOrder } from './repeat';
import type { SavedMessage } from './savedMessage';

/** What the host says to a panel that has just opened. */
export interface Welcome extends Hello {
  readonly snapshot: ConnectionSnapshot;
  /** What to write into the address field; secret values are masked. */
  readonly url: string;
  /** The rows that this panel had before a reload of the window cannot be shown again. */
  readonly rowsLost: boolean;
}

/** A file that the user has chosen, for as long as the panel lives. */
export interface ChosenFile {
  /** What a draft names it by: no panel learns a path or can make one up. */
  readonly file: string;
  /** Its name without its folder. */
  readonly name: string;
  /** Bytes at the moment. */
  readonly size: number;
}

/** What a contributed command asks of the panel that the user is in. */
export type PanelCommand =
  | 'focusNextRegion'
  | 'focusPreviousRegion'
  | 'focusMessage'
  | 'filterFrames'
  | 'goTo'
  | 'pauseView'
  | 'clearView'
  | 'copyRows'
  | 'switchList'
  | 'showStatistics'
  | 'resend'
  | 'editAndResend'
  | 'editFrameAndResend'
  | 'connectionOptions'
  | 'export';

/** The rows that the user has selected: those of `from` to `to - 1` that are in the list. */
export interface SelectedRows {
  readonly from: number;
  readonly to: number;
  /** How many they are. */
  readonly count: number;
}

/**
 * Requests that a panel may make of the host. The host checks every one with `guards`
 * before it acts; a panel names no connection, since the host knows which panel is asking.
 */
export interface PanelMethods {
  'panel/hello': { params: Hello; result: Welcome };
  /** A sign of life; a host that does not answer in time is taken for dead. */
  'host/ping': { params: null; result: null };
  'connection/open': {
    params: {
      url: string;
      acceptUntrustedCertificate: boolean;
      /** Those of the connection before unless told. */
      habits?: HabitChoices | undefined;
    };
    result: null;
  };
  'connection/cancel': { params: null; result: null };
  'connection/close': { params: null; result: null };
  'frame/send': {
    params: ({ draft: PanelDraft } | { preview: number }) & { confirmed?: boolean | undefined };
    result: null;
  };
  'frame/preview': { params: { draft: PanelDraft }; result: FramePreview };
  'repeat/start': {
    params: { draft: PanelDraft; order: RepeatOrder; confirmed?: boolean | undefined };
    result: null;
  };
  'repeat/stop': { params: null; result: null };
  'draft/fromRow': { params: { row: number; as: 'frame' | 'message' }; result: FrameDraft };
  /** Lets the user choose a file to send; `undefined` if none was chosen. */
  'file/choose': { params: null; result: ChosenFile | undefined };
  /** The messages that the user has saved, by name. */
  'saved/list': { params: null; result: readonly SavedMessage[] };
  /** Saves a message in place of one of its name. Fails with `no-name`, `too-large`, `too-many`. */
  'saved/save': { params: SavedMessage; result: readonly SavedMessage[] };
  'saved/delete': { params: { name: string }; result: readonly SavedMessage[] };
  'filter/set': {
    params: { text: string; view?: ListView | undefined };
    result: { mistakes: readonly FilterMistake[] };
  };
  'filter/complete': { params: { text: string; caret: number }; result: FilterCompletion };
  'rows/read': {
    params: { generation: number; start: number; count: number };
    result: ArrayBuffer;
  };
  'row/find': { params: { timeUs: number }; result: { index: number } };
  'summary/read': { params: { buckets: number }; result: ArrayBuffer };
  'frame/read': { params: { row: number }; result: FrameDetail };
  'bytes/read': {
    params: { row: number; view: BytesView; offset: number; length: number };
    result: { bytes: ArrayBuffer; total: number };
  };
  'clipboard/write': { params: { text: string }; result: null };
  /** Lets the user export all rows, those selected, or those that the filter finds. */
  'rows/export': { params: { selection: SelectedRows | null }; result: null };
}

/** What the host tells a panel without being asked. */
export interface HostNotices {
  'connection/changed': ConnectionSnapshot;
  'command/run': { readonly command: PanelCommand };
}
