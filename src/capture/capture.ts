import { ofDirection, type Direction } from '../wire/direction';
import { finOf, opcodeOf, rsv1Of } from '../wire/frameBits';
import type { DecodedFrame } from '../wire/frameDecoder';
import { applyMask } from '../wire/masking';
import { Opcode } from '../wire/opcode';
import {
  statusOf,
  type ConnectionStart,
  type DirectionStates,
  type StoredStatus,
} from './captureFormat';
import type { CaptureMemory, MemoryHolder, MemoryShare } from './captureMemory';
import type { CaptureStorage, StorageFacts } from './captureStorage';
import { ChunkLog } from './chunkLog';
import type { FileSizes } from './consistentCut';
import { countInflated, countRows } from './countRows';
import { FrameColumns, pageRows } from './frameColumns';
import { InflatedStore, type InflatedFacts, type InflatedMessage } from './inflatedStore';
import { endsMessage, rowsOfMessage } from './messageRows';
import { rowAtTime } from './rowAtTime';
import * as rowBits from './rowBits';
import { StatusStore, type CapturedStatus } from './statusStore';
import { Summary } from './summary';

export type { CapturedStatus, InflatedMessage };

export interface CaptureOptions {
  /** What the capture shares with others; when there is no more, the oldest rows go. */
  readonly memory: CaptureMemory;
  /** Called when rows went to make room for another capture, or for a lower limit. */
  readonly onGaveWay?: (() => void) | undefined;
  /** The clock (µs) at the capture's start: row times are relative to it. */
  readonly startUs: number;
  /** Milliseconds since the Unix epoch at the same moment. */
  readonly startWallMs: number;
  /** The files that the capture is written to; without them it is in memory only. */
  readonly storage?: CaptureStorage | undefined;
  /** What the files hold already, when a stored capture is opened. */
  readonly stored?: StoredState | undefined;
}

/** What a stored capture holds besides what can be read back from its files. */
export interface StoredState {
  readonly connections: readonly (ConnectionStart & { readonly permessageDeflate: boolean })[];
  readonly statuses: Iterable<StoredStatus>;
  /** Received payload bytes of short frames, by row. */
  readonly short: ReadonlyMap<number, number>;
  readonly states: DirectionStates;
}

/** The facts of one frame row, made when asked for. */
export interface CapturedFrame {
  readonly direction: Direction;
  /** FIN, RSV1-3 and opcode, as in the header; `wire/frameBits` takes it apart. */
  readonly firstByte: number;
  readonly masked: boolean;
  /** Big-endian uint32; 0 if the frame is not masked. */
  readonly maskingKey: number;
  readonly lengthBits: 7 | 16 | 64;
  readonly headerLength: number;
  /** As declared in the header. */
  readonly payloadLength: number;
  readonly payloadReceived: number;
  /** First byte of the frame, counted from the end of its connection's opening handshake. */
  readonly position: number;
  /** Bits for `findingsOf`. */
  readonly findings: number;
  /** False if the frame alone was larger than the memory limit, so that its bytes went. */
  readonly bytesKept: boolean;
  /** `undefined` for a control frame and for a continuation that continues nothing. */
  readonly message: MessageOfFrame | undefined;
}

/** What is known at once of the message that a data frame belongs to, whatever its length. */
export interface MessageOfFrame {
  /** Text or binary. */
  readonly opcode: number;
  readonly firstRow: number;
  /** Compressed by permessage-deflate (RFC 7692 §6). */
  readonly compressed: boolean;
}

/** The message that a data frame belongs to, looked for row by row (RFC 6455 §5.4). */
export interface CapturedMessage extends MessageOfFrame {
  /** `undefined` while fragments are missing. */
  readonly lastRow: number | undefined;
  /** Fragments so far, among the rows still kept. */
  readonly fragments: number;
  /** Bytes of these fragments' payload data as they crossed the wire. */
  readonly wireLength: number;
  /** False if bytes of it went when the memory limit was reached. */
  readonly bytesKept: boolean;
}

/**
 * Which bytes of a row: `frame` as it crossed the wire; `payload` its payload data, unmasked;
 * `message` the message it belongs to, reassembled and inflated (a control frame's own payload).
 */
export type BytesView = 'frame' | 'payload' | 'message';

/** A copied part of a byte view, and how long the whole view is. */
export interface BytesPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly total: number;
}

/** What of a capture stands in its files, for who reads them. */
export interface CaptureInFiles {
  readonly folder: string;
  /** Up to here the files fit together. */
  readonly sizes: FileSizes;
  /** Whether what is not there yet will be, soon. */
  readonly growing: boolean;
}

/** How far the frames of a direction go. Reused, so that a frame makes no object. */
interface FramesSoFar {
  /** Position after the last frame. */
  end: number;
  frames: number;
  /** The row in which an unfinished message began, -1 without one, and the bits of the message. */
  open: number;
  openBits: number;
}

function noFrames(): FramesSoFar {
  return { end: 0, frames: 0, open: -1, openBits: 0 };
}

const noPart: BytesPart = { bytes: new Uint8Array(0), total: 0 };

/** The frames of each direction since the capture's start. */
export type FrameCounts = Readonly<Record<Direction, number>>;

/**
 * What was seen on the connections of one panel. The bytes of both directions are the truth;
 * frames are rows of an index over them; messages are derived when asked for. Rows are numbered
 * from 0 and never change; rows `first` to `total - 1` can be read.
 *
 * Memory is bounded. With files behind it, everything is kept: what is written is let go and read
 * back. Without, or when they cannot be written to, the oldest rows go when the memory that captures
 * share is used up, and `first` moves up; the newest row stays. A frame that alone is larger becomes
 * a row nevertheless, without its bytes.
 */
export class Capture implements MemoryHolder {
  /** Milliseconds since the Unix epoch at the capture's start. */
  readonly startWallMs: number;
  /** Totals over the rows, as far as `summarize` has counted them. */
  readonly summary = new Summary();
  private readonly startUs: number;
  private readonly memory: MemoryShare;
  private readonly onGaveWay: (() => void) | undefined;
  private readonly columns = new FrameColumns();
  private readonly logs: Readonly<Record<Direction, ChunkLog>> = {
    in: new ChunkLog(),
    out: new ChunkLog(),
  };
  private readonly soFar: Readonly<Record<Direction, FramesSoFar>> = {
    in: noFrames(),
    out: noFrames(),
  };
  private readonly statuses = new StatusStore();
  private readonly inflated: Readonly<Record<Direction, InflatedStore>> = {
    in: new InflatedStore(),
    out: new InflatedStore(),
  };
  private readonly storage: CaptureStorage | undefined;
  private readonly connections: ConnectionStart[] = [];
  /** The rows that say of a connection that it is open. */
  private readonly openings: { readonly row: number; readonly timeUs: number }[] = [];
  private permessageDeflate = false;
  private droppedTimeUs = 0;

  constructor(options: CaptureOptions) {
    const { memory, startUs, startWallMs, storage, stored } = options;
    this.memory = memory.keep(this);
    this.onGaveWay = options.onGaveWay;
    this.startUs = startUs;
    this.startWallMs = startWallMs;
    this.storage = storage;
    storage?.attach({
      'in.bytes': this.logs.in,
      'out.bytes': this.logs.out,
      rows: this.columns.records,
      'in.inflated': this.inflated.in.log,
      'in.inflated.index': this.inflated.in.index,
      'out.inflated': this.inflated.out.log,
      'out.inflated.index': this.inflated.out.index,
    });
    if (!stored) return;
    this.restore(stored);
    this.grown();
  }

  /** How many rows there have been, ever; the next row gets this number. */
  get total(): number {
    return this.columns.total;
  }

  /** The oldest row still kept. */
  get first(): number {
    return this.columns.first;
  }

  /** How many frames there have been, ever. */
  get frames(): FrameCounts {
    return { in: this.soFar.in.frames, out: this.soFar.out.frames };
  }

  /** Bytes on the wire, ever, opening handshakes excluded. */
  get wireBytes(): FrameCounts {
    return { in: this.logs.in.end, out: this.logs.out.end };
  }

  /** Where the capture is written to; `undefined` if it is in memory only. */
  get storageFacts(): StorageFacts | undefined {
    return this.storage?.facts;
  }

  /** What stands in its files; `undefined` if it is in memory only. */
  get inFiles(): CaptureInFiles | undefined {
    const { facts, whole, writing } = this.storage ?? {};
    return facts && whole && { folder: facts.path, sizes: whole, growing: writing ?? false };
  }

  /** True while more waits to be written than may: whoever brings it has to pause. */
  get underPressure(): boolean {
    return this.storage?.underPressure ?? false;
  }

  /** Bytes of memory that are held: chunks, index, inflated messages, status texts. */
  get memoryUsed(): number {
    return (
      this.logs.in.memoryUsed +
      this.logs.out.memoryUsed +
      this.columns.memoryUsed +
      this.inflated.in.memoryUsed +
      this.inflated.out.memoryUsed +
      this.statuses.memoryUsed
    );
  }

  /**
   * Starts the rows of the next connection; tells where its frames start in both streams.
   *
   * @param url as dialled, secret values masked
   * @param start told only if the bytes of the connection were stored before
   */
  beginConnection(
    url = '',
    start: Readonly<Record<Direction, number>> = { in: this.logs.in.end, out: this.logs.out.end },
  ): Record<Direction, number> {
    const connection = { row: this.total, in: start.in, out: start.out, url };
    this.connections.push(connection);
    this.storage?.note({ type: 'connection', ...connection });
    for (const direction of ['in', 'out'] as const) {
      this.soFar[direction].open = -1;
      this.soFar[direction].end = start[direction];
    }
    this.permessageDeflate = false;
    return { in: start.in, out: start.out };
  }

  /** Says whether the opening handshake settled on permessage-deflate (RFC 7692). */
  setPermessageDeflate(negotiated: boolean): void {
    this.permessageDeflate = negotiated;
    if (negotiated) this.storage?.note({ type: 'deflate' });
  }

  /** Keeps `chunk` by reference: whoever writes into it afterwards falsifies the capture. */
  appendBytes(direction: Direction, chunk: Uint8Array): void {
    const log = ofDirection(this.logs, direction);
    log.append(chunk);
    this.storage?.changed();
    this.grown();
  }

  /**
   * Appends a frame whose bytes were appended before; gives its row.
   *
   * @param timeUs the clock, in microseconds
   */
  appendFrame(direction: Direction, timeUs: number, frame: DecodedFrame): number {
    const { firstByte, payloadLength, payloadReceived } = frame;
    const row = this.columns.total;
    const soFar = ofDirection(this.soFar, direction);
    const messageStart = this.noteMessage(soFar, row, firstByte);
    const bits =
      rowBits.frameBits(direction, firstByte, frame.headerLength, frame.lengthBits, frame.masked) |
      (messageStart < 0 ? 0 : soFar.openBits);
    this.columns.append(
      timeUs - this.startUs,
      bits,
      frame.position,
      payloadLength,
      frame.maskingKey,
      frame.findings,
      messageStart < 0 ? 0 : row - messageStart,
    );
    if (payloadReceived !== payloadLength) this.markShort(row, payloadReceived);
    soFar.frames++;
    soFar.end = frame.position + frame.headerLength + payloadReceived;
    const log = ofDirection(this.logs, direction);
    // The end of a frame is of no use when its beginning had to go.
    if (frame.position < log.start) log.dropBefore(soFar.end);
    this.rowAdded();
    return row;
  }

  /** Appends a row that is no frame; gives its number. */
  appendStatus(timeUs: number, status: CapturedStatus): number {
    const row = this.columns.append(timeUs - this.startUs, rowBits.statusBits, 0, 0, 0, 0, 0);
    this.keepStatus(row, timeUs - this.startUs, status);
    this.storage?.note({ type: 'status', row, timeUs: timeUs - this.startUs, ...status });
    this.rowAdded();
    return row;
  }

  /** Keeps what inflating the message that starts in `firstRow` gave. */
  keepInflated(firstRow: number, message: InflatedMessage): void {
    if (!this.hasFrame(firstRow)) return;
    const direction = rowBits.directionOf(this.columns.bits(firstRow));
    const store = this.inflated[direction];
    store.append(firstRow, message);
    this.storage?.changed();
    this.grown();
  }

  /**
   * Lets the rows before `row` go that nobody will ask for again, but none of a message that goes
   * on behind them. What is written to files takes no memory and stays.
   */
  letGo(row: number): void {
    if (this.storage?.writing) return;
    const end = Math.min(row, this.total, this.firstOfMessagesBehind(row));
    if (end <= this.first) return;
    this.dropBefore(end);
    this.grown();
  }

  /**
   * Lets the oldest row go, or else the beginning of a frame that is not complete; false if only the
   * newest row is left, or nothing that is not in the files. Rows in the files are the oldest ones, and
   * go together: letting them go frees no memory row by row.
   */
  giveOldest(): boolean {
    if (this.storage?.writing) return false;
    const incomplete = this.incompleteLog('in') ?? this.incompleteLog('out');
    // All of it is in the files: letting rows go would free nothing.
    if (!incomplete && this.columns.records.firstUnwritten >= this.total) return false;
    const end = incomplete ? this.total : this.total - 1;
    if (this.first >= end) {
      incomplete?.dropOldestChunk();
      return incomplete !== undefined;
    }
    const unwritten = Math.min(this.columns.records.firstUnwritten, end);
    this.dropBefore(Math.max(unwritten, this.first + 1));
    return true;
  }

  gaveWay(): void {
    this.onGaveWay?.();
  }

  /** Writes all there is, at once, and says in the files that nothing follows. */
  finish(): void {
    const page = this.columns.records.page(this.total - 1);
    const length = (this.total % pageRows) * this.columns.records.bytesPerRow;
    const bytes = page?.bytes.subarray(0, length || undefined) ?? new Uint8Array(0);
    this.storage?.finish(this.total, bytes, this.states());
  }

  /** Lets the files go; what lies only there cannot be read any more. */
  close(): void {
    this.storage?.close();
    this.memory.end();
  }

  /** How far the frames of both directions go. */
  states(): DirectionStates {
    const { in: received, out: sent } = this.soFar;
    return {
      in: { end: received.end, frames: received.frames, open: received.open },
      out: { end: sent.end, frames: sent.frames, open: sent.open },
    };
  }

  /** Counts up to `most` rows and messages that the summary lacks; true if it lacks none then. */
  summarize(most: number): boolean {
    const { summary, columns, inflated } = this;
    return (
      countRows(summary, columns, most) &&
      countInflated(summary, 'in', inflated.in, most) &&
      countInflated(summary, 'out', inflated.out, most)
    );
  }

  /** The first row at or after a time; `total` if there is none. */
  rowAtTime(timeUs: number): number {
    return rowAtTime(this.columns, timeUs);
  }

  /** Microseconds since the capture's start. */
  timeUs(row: number): number {
    return this.columns.timeUs(row);
  }

  /**
   * When the connection of this row opened, in microseconds since the capture's start; 0 if that
   * is not known.
   */
  openedUs(row: number): number {
    return this.openings.findLast((opening) => opening.row <= row)?.timeUs ?? 0;
  }

  /** The clock at a time of the capture. */
  clockUs(timeUs: number): number {
    return this.startUs + timeUs;
  }

  /** Microseconds since the row before; 0 in the first row of all. */
  deltaUs(row: number): number {
    if (row === 0) return 0;
    const before = row > this.first ? this.columns.timeUs(row - 1) : this.droppedTimeUs;
    return this.columns.timeUs(row) - before;
  }

  /** The status in `row`; `undefined` if there is none. */
  status(row: number): CapturedStatus | undefined {
    return this.statuses.get(row);
  }

  /** The frame in `row`; `undefined` if it is a status or not kept. */
  frame(row: number): CapturedFrame | undefined {
    if (!this.hasFrame(row)) return undefined;
    const bits = this.columns.bits(row);
    const direction = rowBits.directionOf(bits);
    return {
      direction,
      firstByte: rowBits.firstByteOf(bits),
      masked: rowBits.isMasked(bits),
      maskingKey: this.columns.maskingKey(row),
      lengthBits: rowBits.lengthBitsOf(bits),
      headerLength: rowBits.headerLengthOf(bits),
      payloadLength: this.columns.payloadLength(row),
      payloadReceived: this.columns.payloadReceived(row),
      position: this.columns.position(row) - this.connectionStart(row)[direction],
      findings: this.columns.findings(row),
      bytesKept: this.bytesKept(row),
      message: this.messageOf(row),
    };
  }

  /** The message that the frame in `row` belongs to; `undefined` if it belongs to none. */
  message(row: number): CapturedMessage | undefined {
    const message = this.hasFrame(row) ? this.messageOf(row) : undefined;
    if (!message) return undefined;
    let lastRow = row;
    let fragments = 0;
    let wireLength = 0;
    let bytesKept = message.firstRow >= this.first;
    for (const fragment of this.fragments(row)) {
      lastRow = fragment;
      fragments++;
      wireLength += this.columns.payloadReceived(fragment);
      bytesKept &&= this.bytesKept(fragment);
    }
    return {
      ...message,
      lastRow: endsMessage(this.columns, lastRow) ? lastRow : undefined,
      fragments,
      wireLength,
      bytesKept,
    };
  }

  /** The kept rows of the message that the data frame in `row` belongs to, oldest first. */
  fragments(row: number): Iterable<number> {
    return rowsOfMessage(this.columns, row, this.connectionEnd(row));
  }

  /** What inflating gave of the message that starts in `firstRow`; `undefined` if nothing yet. */
  inflatedMessage(firstRow: number): InflatedFacts | undefined {
    return this.hasFrame(firstRow) ? this.inflatedOf(firstRow).get(firstRow) : undefined;
  }

  /**
   * Copies up to `length` bytes from `offset` of one of a row's byte views, as far as they are
   * kept. Nothing of a compressed message can be read before it is inflated.
   */
  bytes(row: number, view: BytesView, offset: number, length: number): BytesPart {
    if (!this.hasFrame(row)) return noPart;
    const bits = this.columns.bits(row);
    if (view === 'frame') return this.frameBytes(row, offset, length);
    if (view === 'payload' || !rowBits.isInMessage(bits)) {
      return this.payloadBytes(row, offset, length);
    }
    if (!rowBits.isCompressed(bits)) return this.joinedPayloads(row, offset, length);
    const firstRow = this.columns.messageStart(row);
    const inflated = this.inflated[rowBits.directionOf(bits)];
    const facts = inflated.get(firstRow);
    if (!facts) return noPart;
    return { bytes: inflated.read(firstRow, offset, length), total: facts.kept };
  }

  /** Copies up to `length` bytes from `offset` of a message as it was compressed, unmasked. */
  compressedBytes(row: number, offset: number, length: number): BytesPart {
    return this.hasFrame(row) ? this.joinedPayloads(row, offset, length) : noPart;
  }

  /** The first row of the message that this frame belongs to, -1 for none. */
  private noteMessage(soFar: FramesSoFar, row: number, firstByte: number): number {
    const opcode = opcodeOf(firstByte);
    if (opcode === Opcode.text || opcode === Opcode.binary) {
      soFar.open = row;
      soFar.openBits = rowBits.messageBits(
        opcode === Opcode.binary,
        this.permessageDeflate && rsv1Of(firstByte),
      );
    } else if (opcode !== Opcode.continuation) {
      return -1;
    }
    const messageStart = soFar.open;
    if (finOf(firstByte)) soFar.open = -1;
    return messageStart;
  }

  private markShort(row: number, received: number): void {
    this.columns.markShort(row, received);
    this.storage?.note({ type: 'short', row, received });
  }

  private rowAdded(): void {
    if (this.total % pageRows === 0) this.pageFilled();
    this.grown();
  }

  private pageFilled(): void {
    const bytes = this.columns.records.page(this.total - 1)?.bytes;
    if (bytes) this.storage?.notePage(this.total / pageRows - 1, bytes, this.states());
    // A page at a time, this costs a tenth of what it would row by row. A stored capture whose
    // rows were not counted yet has too many for now.
    if (this.total - this.summary.rows <= pageRows) this.summarize(pageRows);
  }

  private restore({ connections, statuses, short, states }: StoredState): void {
    this.connections.push(...connections);
    this.permessageDeflate = connections.at(-1)?.permessageDeflate ?? false;
    for (const stored of statuses) this.keepStatus(stored.row, stored.timeUs, statusOf(stored));
    for (const [row, received] of short) this.columns.markShort(row, received);
    for (const direction of ['in', 'out'] as const) {
      const { open } = states[direction];
      const openBits = rowBits.messageBitsOf(this.columns.bits(Math.max(0, open)));
      Object.assign(this.soFar[direction], states[direction], { openBits });
    }
  }

  private keepStatus(row: number, timeUs: number, status: CapturedStatus): void {
    this.statuses.set(row, status);
    if (status.event?.type === 'open') this.openings.push({ row, timeUs });
  }

  private inflatedOf(row: number): InflatedStore {
    return this.inflated[rowBits.directionOf(this.columns.bits(row))];
  }

  private messageOf(row: number): MessageOfFrame | undefined {
    const bits = this.columns.bits(row);
    if (!rowBits.isInMessage(bits)) return undefined;
    return {
      opcode: rowBits.isBinaryMessage(bits) ? Opcode.binary : Opcode.text,
      firstRow: this.columns.messageStart(row),
      compressed: rowBits.isCompressed(bits),
    };
  }

  private has(row: number): boolean {
    return row >= this.first && row < this.total;
  }

  private hasFrame(row: number): boolean {
    return this.has(row) && !rowBits.isStatus(this.columns.bits(row));
  }

  private bytesKept(row: number): boolean {
    const log = this.logs[rowBits.directionOf(this.columns.bits(row))];
    return this.columns.position(row) >= log.start;
  }

  private frameBytes(row: number, offset: number, length: number): BytesPart {
    if (!this.bytesKept(row)) return noPart;
    const bits = this.columns.bits(row);
    const total = rowBits.headerLengthOf(bits) + this.columns.payloadReceived(row);
    return { bytes: this.readLog(row, offset, Math.min(length, total - offset)), total };
  }

  private payloadBytes(row: number, offset: number, length: number): BytesPart {
    if (!this.bytesKept(row)) return noPart;
    const bits = this.columns.bits(row);
    const total = this.columns.payloadReceived(row);
    const start = rowBits.headerLengthOf(bits) + offset;
    const bytes = this.readLog(row, start, Math.min(length, total - offset));
    if (rowBits.isMasked(bits)) applyMask(bytes, this.columns.maskingKey(row), offset);
    return { bytes, total };
  }

  private joinedPayloads(row: number, offset: number, length: number): BytesPart {
    const parts: Uint8Array[] = [];
    let wanted = length;
    let total = 0;
    for (const fragment of this.fragments(row)) {
      const from = Math.max(0, offset - total);
      const part = this.payloadBytes(fragment, from, wanted);
      if (part.bytes.length > 0) parts.push(part.bytes);
      wanted -= part.bytes.length;
      total += part.total;
    }
    return { bytes: joined(parts), total };
  }

  private readLog(row: number, offset: number, length: number): Uint8Array<ArrayBuffer> {
    const log = this.logs[rowBits.directionOf(this.columns.bits(row))];
    return log.read(this.columns.position(row) + offset, Math.max(0, length));
  }

  private connectionStart(row: number): Readonly<Record<Direction, number>> {
    const start = this.connections.findLast((connection) => connection.row <= row);
    return start ?? { in: 0, out: 0 };
  }

  private connectionEnd(row: number): number {
    return this.connections.find((connection) => connection.row > row)?.row ?? this.total;
  }

  /** The first row of the messages, complete or not, that go on at or after `row`. */
  private firstOfMessagesBehind(row: number): number {
    let first = this.total;
    const missing = new Set<Direction>(['in', 'out']);
    for (let at = row; at < this.total && missing.size > 0; at++) {
      const bits = this.columns.bits(at);
      if (!rowBits.isInMessage(bits) || !missing.delete(rowBits.directionOf(bits))) continue;
      first = Math.min(first, this.columns.messageStart(at));
    }
    for (const direction of missing) {
      const { open } = this.soFar[direction];
      if (open >= 0) first = Math.min(first, open);
    }
    return first;
  }

  /** Counts what is kept. What is about to be written is counted by the storage. */
  private grown(): void {
    if (!this.storage?.writing) this.memory.set(this.memoryUsed);
  }

  /** The bytes of a direction, if some of them belong to no row yet. */
  private incompleteLog(direction: Direction): ChunkLog | undefined {
    const log = ofDirection(this.logs, direction);
    const { end } = ofDirection(this.soFar, direction);
    return log.end > Math.max(log.start, end) ? log : undefined;
  }

  /** Lets the rows before `row` go, with their bytes. */
  private dropBefore(row: number): void {
    this.droppedTimeUs = this.columns.timeUs(row - 1);
    // What goes uncounted could never be counted.
    this.summarize(pageRows);
    for (const direction of ['in', 'out'] as const) {
      this.logs[direction].dropBefore(this.endOfFramesBefore(row, direction));
      this.inflated[direction].dropBefore(row);
    }
    this.statuses.dropBefore(row);
    this.columns.dropBefore(row);
    while ((this.connections[1]?.row ?? Infinity) <= row) this.connections.shift();
    while ((this.openings[1]?.row ?? Infinity) <= row) this.openings.shift();
  }

  /**
   * Position after the newest frame of a direction that stands before `row`. It is looked for in a
   * page's worth of rows: what is older has been written, so that keeping it takes no memory.
   */
  private endOfFramesBefore(row: number, direction: Direction): number {
    for (let at = row - 1; at >= Math.max(this.first, row - pageRows); at--) {
      const bits = this.columns.bits(at);
      if (rowBits.isStatus(bits) || rowBits.directionOf(bits) !== direction) continue;
      const length = rowBits.headerLengthOf(bits) + this.columns.payloadReceived(at);
      return this.columns.position(at) + length;
    }
    return this.logs[direction].start;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
