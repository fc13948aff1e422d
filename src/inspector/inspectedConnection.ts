import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Capture } from '../capture/capture';
import type { CaptureMemory } from '../capture/captureMemory';
import type { SearchThread } from '../capture/search/searchThread';
import type { BytesView, FrameDetail } from '../protocol/frameDetail';
import type {
  ConnectionId,
  ConnectionSnapshot,
  StorageState,
} from '../protocol/connectionSnapshot';
import type { FilterMistake, ListView } from '../protocol/filter';
import { habitsOf } from '../protocol/engineHabits';
import type { FrameDraft } from '../protocol/frameDraft';
import { mostBytes } from '../protocol/guards';
import { idleSnapshot } from '../protocol/idleSnapshot';
import type {
  DialOptions,
  ExportedRows,
  ExportFormat,
  ExportProgress,
  InspectorMethods,
  InspectorSettings,
} from '../protocol/inspectorProtocol';
import { RequestError } from '../protocol/requestError';
import { encodeRowBatch, mostRows } from '../protocol/rowBatch';
import { nowUs } from '../session/clock';
import { Connection } from '../session/connection';
import { Announcer } from './announcer';
import { exportCancelled, exportRows } from './captureExport';
import { frameDraftFromRow, messageDraftFromRow } from './draftFromRow';
import { DraftSender } from './draftSender';
import { frameDetailOf } from './frameDetail';
import type { HeldCapture } from './heldCapture';
import { messageRow } from './messageRow';
import { outgoingOf } from './outgoingOf';
import { alreadyOpen, noRow, notOpen } from './refusals';
import { RowFilter, type FoundRows } from './rowFilter';
import { chosenRowsOf, rowsOf } from './rows';
import { rowText } from './rowText';
import { SummaryReader } from './summaryReader';

/**
 * Milliseconds that rows wait for messages that are being inflated. What takes longer is shown
 * when it is there: the generation changes, and the rows are read again.
 */
const longestInflatingWaitMs = 50;

type ExportMethod = InspectorMethods['captures/export'];

export interface InspectedConnectionOptions {
  readonly id: ConnectionId;
  /** Tells these rows from those of any other capture. */
  readonly generation: number;
  readonly held: HeldCapture;
  /** What its capture shares with all others. */
  readonly memory: CaptureMemory;
  /** Of the newest snapshot that was made for this panel before. */
  readonly revision: number;
  readonly search: SearchThread;
  readonly tell: (snapshot: ConnectionSnapshot) => void;
  readonly tellExporting: ((progress: ExportProgress) => void) | undefined;
}

/** What stands behind one panel: its capture, and the connections it dials one after another, if any. */
export class InspectedConnection {
  private readonly capture: Capture;
  private readonly announcer: Announcer;
  private readonly filter: RowFilter;
  private readonly summary: SummaryReader;
  /** Sends what the composer describes. */
  readonly sender: DraftSender;
  private connection: Connection | undefined;
  private revision: number;
  private generation: number;
  /** Compressed messages that were asked for before their last fragment had come. */
  private readonly readTooEarly = new Set<number>();
  /** Ends what still reads the capture when it is let go. */
  private readonly ending = new AbortController();

  constructor(private readonly options: InspectedConnectionOptions) {
    this.generation = options.generation;
    this.capture = options.held.capture;
    this.summary = new SummaryReader(this.capture);
    this.revision = options.revision;
    this.announcer = new Announcer(() => options.tell(this.snapshot()));
    this.sender = new DraftSender({
      connection: () => this.connection,
      onChange: () => this.announcer.changed(),
    });
    this.filter = new RowFilter({
      capture: this.capture,
      thread: options.search,
      readable: () => this.inflated(),
      onChange: (isDone) => (isDone ? this.announcer.announceNow() : this.announcer.changed()),
    });
  }

  get newestRevision(): number {
    return this.revision;
  }

  /** Whether its connection is there, or on the way there. */
  get isOpen(): boolean {
    return this.connection !== undefined && this.connection.state !== 'closed';
  }

  /** Whether it shows a stored capture, into which nothing more can be captured. */
  get isStored(): boolean {
    return this.options.held.stored !== undefined;
  }

  /**
   * @throws RequestError `already-open` unless the connection before has ended, or `bad-draft` if
   * one of the first frames must not be sent.
   */
  open(dial: DialOptions, settings: InspectorSettings): void {
    if (this.isOpen) throw alreadyOpen();
    const { messageLimit, maskingKey, ...habits } = habitsOf(dial.habits);
    this.connection = new Connection({
      url: dial.url,
      subprotocols: dial.subprotocols,
      headers: dial.headers,
      acceptUntrustedCertificate: dial.acceptUntrustedCertificate,
      firstFrames: dial.firstFrames?.map((draft) => this.sender.outgoing(draft)),
      messages: dial.messages,
      messageLimit: messageLimit ?? settings.messageLimit,
      habits: {
        ...habits,
        maskingKey: maskingKey === undefined ? undefined : Number.parseInt(maskingKey, 16),
      },
      handshakeTimeoutMs: settings.handshakeTimeoutMs,
      limitNames: settings.limitNames,
      secretNames: settings.secretNames,
      capture: this.capture,
      onChange: () => {
        this.filter.advance();
        this.sender.connectionChanged();
        this.announcer.changed();
      },
    });
    this.connection.dial();
    this.announcer.changed();
  }

  /**
   * Rows `from` to `to - 1` as text, in parts that join. Rows that have come meanwhile can be read
   * afterwards; of those asked for, every compressed message is inflated.
   */
  async *text(format: ExportFormat, from: number, to: number): AsyncGenerator<string, void> {
    await this.inflated();
    const rows = rowsBetween(Math.max(from, this.capture.first), to);
    for (const { text } of rowText(this.capture, rows, format)) yield text;
  }

  /** Resolves when every compressed message captured so far has been inflated. */
  async inflated(): Promise<void> {
    await this.connection?.inflated();
  }

  /** Lets the rows before `row` go: whoever follows the rows is done with them. */
  letGo(row: number): void {
    this.capture.letGo(row);
  }

  /** Says whether somebody who follows the rows, and must see every one, has fallen behind. */
  followerBehind(behind: boolean): void {
    this.connection?.followerBehind(behind);
  }

  /** The storage of the capture has changed its mind, or rows went to make room for others. */
  storageChanged(): void {
    this.connection?.storageChanged();
    this.filter.advance();
    this.announcer.changed();
  }

  memoryLimitChanged(): void {
    this.announcer.changed();
  }

  /** Gives up connecting; nothing happens if the connection is not connecting. */
  cancel(): void {
    if (this.connection?.state === 'connecting') this.connection.cancel();
  }

  /**
   * Starts the closing handshake; nothing happens if it has begun already.
   *
   * @throws RequestError `not-open`, or `bad-draft` for a code or reason that must not be sent.
   */
  close(code: number | undefined, reason: string): void {
    if (this.connection?.state === 'closing') return;
    if (this.connection?.state !== 'open') throw notOpen();
    // It is sent as it is, so it must be looked at before.
    outgoingOf({ kind: 'close', code, reason });
    this.connection.close(code, reason);
  }

  /** Ends the connection without a closing handshake; what was captured can still be read. */
  terminate(): void {
    this.connection?.terminate();
  }

  /** Ends the connection at once, finishes its capture and announces nothing any more. */
  dispose(): void {
    this.ending.abort();
    this.sender.stopRepeat('The panel is gone.');
    this.announcer.dispose();
    this.filter.dispose();
    this.summary.dispose();
    this.connection?.terminate();
    this.options.held.release();
  }

  /** The connection and its capture at this moment. */
  snapshot(): ConnectionSnapshot {
    this.noticeLateMessages();
    const { total, first } = this.capture;
    const { used, limit } = this.options.memory;
    const filter = this.filter.state;
    const { repeat } = this.sender;
    return {
      ...idleSnapshot(this.options.id, limit),
      ...this.storedFacts(),
      ...this.connection?.facts,
      revision: ++this.revision,
      rows: { generation: this.generation, total, first },
      ...(filter && { filter }),
      ...(repeat && { repeat }),
      memory: { used, limit },
      storage: this.storageState(),
    };
  }

  /**
   * Shows only the rows that match from now on, each a frame or a whole message.
   *
   * @returns what is wrong with the filter
   */
  setFilter(text: string, view: ListView = 'frames'): readonly FilterMistake[] {
    const mistakes = this.filter.set(text, view);
    this.generation++;
    this.announcer.changed();
    return mistakes;
  }

  /**
   * Rows `start` to `start + count - 1` as far as they are kept, packed; with a filter, by their
   * index among the matches.
   */
  async readRows(start: number, count: number): Promise<ArrayBuffer> {
    await Promise.race([this.inflated(), delay(longestInflatingWaitMs, undefined, { ref: false })]);
    // Who sees rows may want to filter them, and would have to wait for the thread to start.
    this.options.search.start();
    if (this.filter.state) return this.readMatches(start, Math.min(count, mostRows));
    const from = Math.max(start, this.capture.first);
    const to = Math.min(start + Math.min(count, mostRows), this.capture.total);
    this.noteEarlyReads(from, to);
    return encodeRowBatch({
      generation: this.generation,
      start: from,
      rows: rowsOf(this.capture, from, to),
    });
  }

  /** What the rows come to, packed; the rows of a stored capture are counted meanwhile. */
  readSummary(buckets: number): ArrayBuffer {
    return this.summary.read(buckets, nowUs());
  }

  /**
   * The index of the first row at or after a time since the capture's start, or behind the last row
   * if there is none; with a filter, among the matches.
   */
  indexAtTime(timeUs: number): number {
    const row = this.capture.rowAtTime(timeUs);
    return this.filter.state ? this.filter.indexFrom(row) : row;
  }

  /** @throws RequestError `no-row` if the row is not (or no longer) there. */
  async readFrame(row: number): Promise<FrameDetail> {
    await this.inflated();
    const detail = frameDetailOf(this.capture, row);
    if (!detail) throw noRow(row, this.capture.first);
    return detail;
  }

  /** @throws RequestError `no-row` if the row is not (or no longer) there. */
  async readBytes(
    row: number,
    view: BytesView,
    offset: number,
    length: number,
  ): Promise<{ bytes: ArrayBuffer; total: number }> {
    await this.inflated();
    if (row < this.capture.first || row >= this.capture.total) throw noRow(row, this.capture.first);
    const { bytes, total } = this.capture.bytes(row, view, offset, Math.min(length, mostBytes));
    return { bytes: bytes.buffer, total };
  }

  /** @throws RequestError `no-row`, or `no-draft` with the reason. */
  async draftFromRow(row: number, as: 'frame' | 'message'): Promise<FrameDraft> {
    await this.inflated();
    if (row < this.capture.first || row >= this.capture.total) throw noRow(row, this.capture.first);
    return as === 'frame'
      ? frameDraftFromRow(this.capture, row)
      : messageDraftFromRow(this.capture, row);
  }

  /**
   * @throws RequestError `no-rows`, `other-filter`, `filter-stopped`, `export-failed`, or
   * `cancelled` when the capture is let go.
   */
  async export(
    { file, format, ...wanted }: Omit<ExportMethod['params'], 'connection'>,
    cancelling: AbortSignal,
  ): Promise<ExportMethod['result']> {
    await this.inflated();
    const { capture } = this;
    const signal = AbortSignal.any([cancelling, this.ending.signal]);
    const { rows, count } = await this.exportedRows(wanted, signal);
    if (count === 0) throw new RequestError('no-rows', 'There are no rows to export.');
    return exportRows({
      capture,
      rows,
      file,
      format,
      signal,
      onProgress: (done) =>
        this.options.tellExporting?.({ connection: this.options.id, done, total: count }),
    });
  }

  private async exportedRows(
    { from, to, filter: text, view = 'frames' }: ExportedRows,
    signal: AbortSignal,
  ): Promise<FoundRows> {
    const { first, total } = this.capture;
    const kept = { from: Math.max(from, first), to: Math.min(to, total) };
    if (text !== undefined) {
      return this.filter.found({ text, view }, kept, signal).catch((error: unknown) => {
        throw signal.aborted ? exportCancelled() : error;
      });
    }
    return { rows: rowsBetween(kept.from, kept.to), count: Math.max(0, kept.to - kept.from) };
  }

  private storageState(): StorageState | undefined {
    const facts = this.capture.storageFacts;
    return facts && { capture: path.basename(facts.path), ...facts };
  }

  private storedFacts(): Partial<ConnectionSnapshot> {
    const { stored, url } = this.options.held;
    if (!stored) return {};
    const { frames, wireBytes } = this.capture;
    const traffic = {
      in: { frames: frames.in, bytes: wireBytes.in },
      out: { frames: frames.out, bytes: wireBytes.out },
    };
    return { state: 'closed', url, traffic, stored };
  }

  private readMatches(start: number, count: number): ArrayBuffer {
    const found = this.filter.rows(start, start + count);
    for (const row of found.rows) this.noteEarlyReads(row, row + 1);
    const before = this.filter.rowBefore(found.start);
    const rows = chosenRowsOf(this.capture, found.rows, before);
    const isMessages = this.filter.state?.view === 'messages';
    return encodeRowBatch({
      generation: this.generation,
      start: found.start,
      rows: isMessages ? rows.map((row) => messageRow(this.capture, row)) : rows,
    });
  }

  private noteEarlyReads(from: number, to: number): void {
    for (let row = from; row < to; row++) {
      const message = this.capture.frame(row)?.message;
      if (message?.compressed && message.firstRow === row && !this.capture.inflatedMessage(row)) {
        this.readTooEarly.add(row);
      }
    }
  }

  /** A message that can be read by now shows another preview: what was read of it is stale. */
  private noticeLateMessages(): void {
    for (const row of this.readTooEarly) {
      const readable = this.capture.inflatedMessage(row) !== undefined;
      if (readable) this.generation++;
      if (readable || row < this.capture.first) this.readTooEarly.delete(row);
    }
  }
}

function* rowsBetween(from: number, to: number): Generator<number, void> {
  for (let row = from; row < to; row++) yield row;
}
