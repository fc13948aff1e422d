import type { ConnectionSnapshot } from './connectionSnapshot';
import type { FilterCompletion, FilterMistake } from './filter';
import type { FrameDetail, BytesView } from './frameDetail';
import type { FrameDraft } from './frameDraft';
import type { Hello } from './hello';

/** What the host says to a panel that has just opened. */
export interface Welcome extends Hello {
  readonly snapshot: ConnectionSnapshot;
  /** What to write into the address field; secret values are masked. */
  readonly url: string;
  /** The rows that this panel had before a reload of the window cannot be shown again. */
  readonly rowsLost: boolean;
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
  | 'showStatistics'
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
    params: { url: string; acceptUntrustedCertificate: boolean };
    result: null;
  };
  'connection/cancel': { params: null; result: null };
  'connection/close': { params: null; result: null };
  'frame/send': { params: { draft: FrameDraft }; result: null };
  'filter/set': { params: { text: string }; result: { mistakes: readonly FilterMistake[] } };
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
