import type { Direction } from '../wire/direction';
import { finOf, opcodeOf, rsv1Of } from '../wire/frameBits';
import type { DecodedFrame } from '../wire/frameDecoder';
import { applyMask } from '../wire/masking';
import { Opcode } from '../wire/opcode';
import { ChunkLog } from './chunkLog';
import { FrameColumns } from './frameColumns';
import { InflatedStore, type InflatedMessage } from './inflatedStore';
import { endsMessage, rowsOfMessage } from './messageRows';
import * as rowBits from './rowBits';
import { StatusStore, type CapturedStatus } from './statusStore';

export type { CapturedStatus, InflatedMessage };

export interface CaptureOptions {
  /** Bytes of chunks, index and inflated messages; when reached, the oldest rows go. */
  readonly memoryLimit: number;
  /** The clock (µs) at the capture's start: row times are relative to it. */
  readonly startUs: number;
  /** Milliseconds since the Unix epoch at the same moment. */
  readonly startWallMs: number;
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

/** A message whose last fragment has not come yet. Reused, so that a frame makes no object. */
interface OpenMessage {
  /** -1 while no message is unfinished. */
  firstRow: number;
  bits: number;
}

/** Where a connection's rows and frames begin in a capture that holds several, one after another. */
interface ConnectionStart extends Readonly<Record<Direction, number>> {
  readonly firstRow: number;
}

const noPart: BytesPart = { bytes: new Uint8Array(0), total: 0 };

/**
 * What was seen on the connections of one panel. The bytes of both directions are the truth;
 * frames are rows of an index over them; messages are derived when asked for. Rows are numbered
 * from 0 and never change; rows `first` to `total - 1` can be read.
 *
 * Memory is bounded: when `memoryLimit` is reached, the oldest rows go and `first` moves up. A
 * frame that alone is larger becomes a row nevertheless, without its bytes.
 */
export class Capture {
  /** Milliseconds since the Unix epoch at the capture's start. */
  readonly startWallMs: number;
  private readonly startUs: number;
  private limit: number;
  private readonly columns = new FrameColumns();
  private readonly logs: Readonly<Record<Direction, ChunkLog>> = {
    in: new ChunkLog(),
    out: new ChunkLog(),
  };
  private readonly open: Readonly<Record<Direction, OpenMessage>> = {
    in: { firstRow: -1, bits: 0 },
    out: { firstRow: -1, bits: 0 },
  };
  private readonly statuses = new StatusStore();
  private readonly inflated = new InflatedStore();
  private readonly connections: ConnectionStart[] = [];
  private permessageDeflate = false;
  private droppedTimeUs = 0;

  constructor({ memoryLimit, startUs, startWallMs }: CaptureOptions) {
    this.limit = memoryLimit;
    this.startUs = startUs;
    this.startWallMs = startWallMs;
  }

  /** How many rows there have been, ever; the next row gets this number. */
  get total(): number {
    return this.columns.total;
  }

  /** The oldest row still kept. */
  get first(): number {
    return this.columns.first;
  }

  /** Bytes of memory that are kept: chunks, index, inflated messages, status texts. */
  get memoryUsed(): number {
    return (
      this.logs.in.memoryUsed +
      this.logs.out.memoryUsed +
      this.columns.memoryUsed +
      this.inflated.memoryUsed +
      this.statuses.memoryUsed
    );
  }

  get memoryLimit(): number {
    return this.limit;
  }

  set memoryLimit(bytes: number) {
    this.limit = bytes;
    this.dropOldRows();
  }

  /** Starts the rows of the next connection; tells where its frames start in both streams. */
  beginConnection(): Record<Direction, number> {
    const start = { in: this.logs.in.end, out: this.logs.out.end };
    this.connections.push({ firstRow: this.total, ...start });
    this.open.in.firstRow = -1;
    this.open.out.firstRow = -1;
    this.permessageDeflate = false;
    return start;
  }

  /** Says whether the opening handshake settled on permessage-deflate (RFC 7692). */
  setPermessageDeflate(negotiated: boolean): void {
    this.permessageDeflate = negotiated;
  }

  /** Keeps `chunk` by reference: whoever writes into it afterwards falsifies the capture. */
  appendBytes(direction: Direction, chunk: Uint8Array): void {
    const log = this.logs[direction];
    log.append(chunk);
    if (this.memoryUsed <= this.limit) return;
    this.dropRows(this.total);
    // What is left is a frame that is not complete yet, and too large.
    while (this.memoryUsed > this.limit && log.start < log.end) log.dropOldestChunk();
  }

  /**
   * Appends a frame whose bytes were appended before; gives its row.
   *
   * @param timeUs the clock, in microseconds
   */
  appendFrame(direction: Direction, timeUs: number, frame: DecodedFrame): number {
    const { firstByte, payloadLength, payloadReceived } = frame;
    const row = this.columns.total;
    const messageStart = this.noteMessage(direction, row, firstByte);
    const bits =
      rowBits.frameBits(direction, firstByte, frame.headerLength, frame.lengthBits, frame.masked) |
      (messageStart < 0 ? 0 : this.open[direction].bits);
    this.columns.append(
      timeUs - this.startUs,
      bits,
      frame.position,
      payloadLength,
      frame.maskingKey,
      frame.findings,
      messageStart < 0 ? 0 : row - messageStart,
    );
    if (payloadReceived !== payloadLength) this.columns.markShort(row, payloadReceived);
    const log = this.logs[direction];
    // The end of a frame is of no use when its beginning had to go.
    if (frame.position < log.start) {
      log.dropBefore(frame.position + frame.headerLength + payloadReceived);
    }
    if (this.memoryUsed > this.limit) this.dropOldRows();
    return row;
  }

  /** Appends a row that is no frame; gives its number. */
  appendStatus(timeUs: number, status: CapturedStatus): number {
    const row = this.columns.append(timeUs - this.startUs, rowBits.statusBits, 0, 0, 0, 0, 0);
    this.statuses.set(row, status);
    this.dropOldRows();
    return row;
  }

  /** Keeps what inflating the message that starts in `firstRow` gave. */
  keepInflated(firstRow: number, message: InflatedMessage): void {
    if (!this.has(firstRow)) return;
    this.inflated.set(firstRow, message);
    this.dropOldRows();
  }

  /** Microseconds since the capture's start. */
  timeUs(row: number): number {
    return this.columns.timeUs(row);
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
    for (const fragment of rowsOfMessage(this.columns, row, this.connectionEnd(row))) {
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

  /** What inflating gave of the message that starts in `firstRow`; `undefined` if nothing yet. */
  inflatedMessage(firstRow: number): InflatedMessage | undefined {
    return this.inflated.get(firstRow);
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
    const inflated = this.inflated.get(this.columns.messageStart(row));
    if (!inflated) return noPart;
    const bytes = new Uint8Array(inflated.bytes.subarray(offset, offset + length));
    return { bytes, total: inflated.bytes.length };
  }

  /** Copies up to `length` bytes from `offset` of a message as it was compressed, unmasked. */
  compressedBytes(row: number, offset: number, length: number): BytesPart {
    return this.hasFrame(row) ? this.joinedPayloads(row, offset, length) : noPart;
  }

  /** The first row of the message that this frame belongs to, -1 for none. */
  private noteMessage(direction: Direction, row: number, firstByte: number): number {
    const open = this.open[direction];
    const opcode = opcodeOf(firstByte);
    if (opcode === Opcode.text || opcode === Opcode.binary) {
      open.firstRow = row;
      open.bits = rowBits.messageBits(
        opcode === Opcode.binary,
        this.permessageDeflate && rsv1Of(firstByte),
      );
    } else if (opcode !== Opcode.continuation) {
      return -1;
    }
    const messageStart = open.firstRow;
    if (finOf(firstByte)) open.firstRow = -1;
    return messageStart;
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
    for (const fragment of rowsOfMessage(this.columns, row, this.connectionEnd(row))) {
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

  private connectionStart(row: number): ConnectionStart {
    const start = this.connections.findLast((connection) => connection.firstRow <= row);
    return start ?? { firstRow: 0, in: 0, out: 0 };
  }

  private connectionEnd(row: number): number {
    return this.connections.find((connection) => connection.firstRow > row)?.firstRow ?? this.total;
  }

  /** Makes room, but leaves the newest row. */
  private dropOldRows(): void {
    this.dropRows(this.total - 1);
  }

  /** Makes room with the rows before `end`. */
  private dropRows(end: number): void {
    while (this.memoryUsed > this.limit && this.first < end) this.dropOldest();
  }

  private dropOldest(): void {
    const row = this.first;
    const bits = this.columns.bits(row);
    this.droppedTimeUs = this.columns.timeUs(row);
    if (rowBits.isStatus(bits)) {
      this.statuses.delete(row);
    } else {
      const length = rowBits.headerLengthOf(bits) + this.columns.payloadReceived(row);
      this.logs[rowBits.directionOf(bits)].dropBefore(this.columns.position(row) + length);
      this.inflated.delete(row);
    }
    this.columns.dropOldest();
    if ((this.connections[1]?.firstRow ?? Infinity) <= this.first) this.connections.shift();
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
