import type { FilterCompletion, FilterMistake, ListView } from './filter';
import type { CaptureId, ConnectionId, ConnectionSnapshot } from './connectionSnapshot';
import type { BytesView, FrameDetail } from './frameDetail';
import type { HabitChoices } from './engineHabits';
import type { FrameDraft } from './frameDraft';
import type { FramePreview } from './framePreview';
import type { Hello } from './hello';
import type { RepeatOrder } from './repeat';

/** How to dial. The URL holds its real secrets here; it leaves the inspector masked only. */
export interface DialOptions {
  readonly url: string;
  readonly subprotocols: readonly string[];
  /** Header fields added to the opening handshake. */
  readonly headers: Readonly<Record<string, string>>;
  /** Go on although the other end's certificate is not trusted. */
  readonly acceptUntrustedCertificate: boolean;
  /** What is not told is as `defaultHabits` say. */
  readonly habits?: HabitChoices | undefined;
  /** Sent in this order as soon as the connection is open, before anything that comes is answered. */
  readonly firstFrames?: readonly FrameDraft[] | undefined;
  /** What becomes of the messages that arrive; they are only captured unless told. */
  readonly messages?: MessageHabits | undefined;
}

/** What becomes of the messages that arrive, besides being captured. */
export interface MessageHabits {
  /** Send every message back, in kind and in order. */
  readonly echo: boolean;
  /** Close with 1000 after so many messages; `undefined` for never. */
  readonly closeAfter: number | undefined;
}

/** Limits and habits that come from the settings. */
export interface InspectorSettings {
  /** Bytes of wire data and index kept in memory for one connection. */
  readonly memoryLimit: number;
  /** Largest message accepted, in bytes; 0 is no limit. */
  readonly messageLimit: number;
  /** Milliseconds for TCP, TLS and opening handshake together; 0 is no limit. */
  readonly handshakeTimeoutMs: number;
  /** What raises these limits, as a problem calls it; VS Code's settings unless told. */
  readonly limitNames?:
    { readonly messageSize: string; readonly handshakeTimeout: string } | undefined;
  /** Names of header fields and query parameters whose values are masked, besides the fixed ones. */
  readonly secretNames: readonly string[];
  /** The folder in which captures are stored; without it they are in memory only. */
  readonly capturesFolder?: string | undefined;
  /** What stored captures may take together; without it they stay until they are deleted. */
  readonly retention?: RetentionLimits | undefined;
}

/** Limits on stored captures that nobody is writing or showing; the oldest ones go first. */
export interface RetentionLimits {
  /** Bytes of all of them; 0 is no limit. */
  readonly bytes: number;
  /** Days since a capture was last written; 0 is no limit. */
  readonly days: number;
}

/** One line of the list of stored captures. */
export interface StoredCapture {
  readonly capture: CaptureId;
  /** The address dialled first, secret values masked. */
  readonly url: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedMs: number;
  readonly writtenMs: number;
  readonly bytes: number;
  /** Rows in its index; the last few of an unfinished one may be missing there. */
  readonly rows: number;
  /** `open`: a living process writes it. `unfinished`: its process ended before it was done. */
  readonly state: 'finished' | 'unfinished' | 'open';
  /** Why it cannot be opened, in words for the user; `undefined` if it can. */
  readonly problem: string | undefined;
}

/** What an export writes: NDJSON with one object a frame, or plain text with one message a line. */
export type ExportFormat = 'ndjson' | 'lines';

/** Rows `from` to `to - 1` by their number; with a filter those of them that match. */
export interface ExportedRows {
  readonly from: number;
  readonly to: number;
  /** Text of the filter that is at work; without it, every row. */
  readonly filter?: string;
  /** The view that the filter is for; `frames` unless told. */
  readonly view?: ListView;
}

/** How far an export has got. */
export interface ExportProgress {
  readonly connection: ConnectionId;
  /** Rows gone through, of so many. */
  readonly done: number;
  readonly total: number;
}

/** What the inspector makes of an address that somebody typed, before anything is dialled. */
export type AddressCheck =
  | {
      readonly ok: true;
      /** The address in its normal form, with its secrets. */
      readonly url: string;
      /** The same with secret values masked: what may be shown and kept. */
      readonly masked: string;
      /** `masked`: there is a place for a secret, but only asterisks stand in it. */
      readonly secrets: 'none' | 'given' | 'masked';
    }
  | {
      readonly ok: false;
      /** What is wrong with the address, then what to do. */
      readonly message: string;
    };

/** Requests that the inspector answers. */
export interface InspectorMethods {
  'inspector/hello': { params: Hello; result: Hello };
  'inspector/configure': { params: InspectorSettings; result: null };
  /** Ends every connection and finishes every capture; to be asked before the worker is ended. */
  'inspector/finish': { params: null; result: null };
  /** Checks and masks an address by the rules that dialling follows; dials nothing. */
  'address/check': { params: { url: string }; result: AddressCheck };
  /** Dials. Resolves when dialling has begun; what comes of it arrives in snapshots. */
  'connection/open': { params: { connection: ConnectionId; dial: DialOptions }; result: null };
  /** Gives up a connection that is still connecting, at once. */
  'connection/cancel': { params: { connection: ConnectionId }; result: null };
  /** Starts the closing handshake (RFC 6455 §7.1.2). */
  'connection/close': {
    params: { connection: ConnectionId; code: number | undefined; reason: string };
    result: null;
  };
  /** The panel is gone: ends the connection and finishes its capture, which stays on disk. */
  'connection/forget': { params: { connection: ConnectionId }; result: null };
  /** All stored captures, the newest first. */
  'captures/list': { params: null; result: readonly StoredCapture[] };
  /**
   * Shows a stored capture in place of what the panel's connection held, with its first rows
   * ready. Fails with `no-capture` or `bad-capture`, or `already-open` if the panel is connected.
   */
  'captures/open': {
    params: { connection: ConnectionId; capture: CaptureId };
    result: ConnectionSnapshot;
  };
  /** Deletes a stored capture. Fails with `capture-in-use` while somebody writes or shows it. */
  'captures/delete': { params: { capture: CaptureId }; result: null };
  /** Deletes what the retention limits do not allow, and tells what that was. */
  'captures/tidy': { params: null; result: readonly StoredCapture[] };
  /**
   * Writes rows of what the panel shows, as far as they are kept, to a file that is there only when
   * all is written; waits until a filter has searched them. Cancelled with the request. Fails with
   * `no-rows`, with `other-filter` or `filter-stopped`, or `export-failed` with the reason.
   */
  'captures/export': {
    params: ExportedRows & {
      connection: ConnectionId;
      /** Path of the file; one that is there is replaced. */
      file: string;
      format: ExportFormat;
    };
    /** How many lines were written, and how many bytes they are. */
    result: { lines: number; bytes: number };
  };
  /** The newest snapshot; one in state `idle` for a connection that was never opened. */
  'connection/read': { params: { connection: ConnectionId }; result: ConnectionSnapshot };
  /**
   * Sends a draft, or exactly the bytes of the newest preview. Resolves when the system has taken
   * it. Fails with `not-open`, `bad-draft`, `preview-stale`, `needs-confirmation` unless it was
   * confirmed, or `send-failed` with the reason.
   */
  'frame/send': {
    params: { connection: ConnectionId } & ({ draft: FrameDraft } | { preview: number }) & {
        confirmed?: boolean | undefined;
      };
    result: null;
  };
  /** What would cross the wire if the draft were sent now. Fails with `bad-draft`. */
  'frame/preview': {
    params: { connection: ConnectionId; draft: FrameDraft };
    result: FramePreview;
  };
  /** Sends a draft again and again; the snapshot tells how far it is. Fails as `frame/send` does. */
  'repeat/start': {
    params: {
      connection: ConnectionId;
      draft: FrameDraft;
      order: RepeatOrder;
      confirmed?: boolean | undefined;
    };
    result: null;
  };
  'repeat/stop': { params: { connection: ConnectionId }; result: null };
  /**
   * The draft that sends a row again: its frame with all its header fields, or the whole message it
   * belongs to. Fails with `no-row`, or `no-draft` with the reason.
   */
  'draft/fromRow': {
    params: { connection: ConnectionId; row: number; as: 'frame' | 'message' };
    result: FrameDraft;
  };
  /**
   * Shows only the rows that match from now on; an empty text shows all again. With `messages`, a
   * row is a whole message, told by its last frame, or what belongs to none.
   */
  'filter/set': {
    params: { connection: ConnectionId; text: string; view?: ListView | undefined };
    result: { mistakes: readonly FilterMistake[] };
  };
  /** What could be written at the caret, a position in UTF-16 units. */
  'filter/complete': { params: { text: string; caret: number }; result: FilterCompletion };
  /**
   * Rows `start` to `start + count - 1` as far as they are kept, packed by `rowBatch`. With a
   * filter, `start` is an index among the matches.
   */
  'rows/read': {
    params: { connection: ConnectionId; generation: number; start: number; count: number };
    result: ArrayBuffer;
  };
  /**
   * The index of the first row at or after a time (µs since the capture's start), or behind the last
   * row if there is none; with a filter, among the matches.
   */
  'row/find': { params: { connection: ConnectionId; timeUs: number }; result: { index: number } };
  /** What the rows come to, packed by `trafficSummary`, in at most `buckets` buckets of time. */
  'summary/read': { params: { connection: ConnectionId; buckets: number }; result: ArrayBuffer };
  'frame/read': { params: { connection: ConnectionId; row: number }; result: FrameDetail };
  /** Up to `length` bytes from `offset` of one of a row's byte views, and how many there are. */
  'bytes/read': {
    params: {
      connection: ConnectionId;
      row: number;
      view: BytesView;
      offset: number;
      length: number;
    };
    result: { bytes: ArrayBuffer; total: number };
  };
}

/** What the inspector tells without being asked. */
export interface InspectorNotices {
  /** At most once a connection and animation frame, and when a search is done. */
  'connection/changed': ConnectionSnapshot;
  'captures/exporting': ExportProgress;
}
