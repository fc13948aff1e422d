import type { Direction } from '../wire/direction';
import type { DecodedFrame } from '../wire/frameDecoder';

export interface CaptureOptions {
  /** Bytes of chunks, index and inflated messages; when reached, the oldest rows go. */
  readonly memoryLimit: number;
  /** The clock (µs) at the capture's start: row times are relative to it. */
  readonly startUs: number;
  /** Milliseconds since the Unix epoch at the same moment. */
  readonly startWallMs: number;
}

/** A row that is no frame: the connection opened, closed, failed. */
export interface CapturedStatus {
  readonly severity: 'info' | 'error';
  readonly text: string;
  readonly detail: string | undefined;
}

/** A compressed message after inflating (RFC 7692 §7.2.2). */
export interface InflatedMessage {
  /** The message, or its beginning if the output was bounded. */
  readonly bytes: Uint8Array;
  /** Bytes of the whole message; `undefined` if unknown. */
  readonly length: number | undefined;
  /** Why the message is not whole, in words. */
  readonly problem: string | undefined;
}

/** The facts of one frame row, made when asked for. */
export interface CapturedFrame {
  readonly direction: Direction;
  /** FIN, RSV1-3 and opcode, as in the header. */
  readonly firstByte: number;
  readonly masked: boolean;
  readonly maskingKey: number;
  readonly lengthBits: 7 | 16 | 64;
  readonly headerLength: number;
  /** As declared in the header. */
  readonly payloadLength: number;
  readonly payloadReceived: number;
  /** First byte of the frame, counted from the end of its connection's opening handshake. */
  readonly position: number;
  /** Bit set of findings, see `wire/finding`. */
  readonly findings: number;
}

/** The message that a data frame belongs to (RFC 6455 §5.4, RFC 7692 §6). */
export interface CapturedMessage {
  readonly opcode: number;
  readonly firstRow: number;
  /** `undefined` while fragments are missing. */
  readonly lastRow: number | undefined;
  readonly fragments: number;
  readonly compressed: boolean;
  /** Bytes of all fragments' payload data as they crossed the wire. */
  readonly wireLength: number;
  /** What inflating gave; `undefined` if not compressed or not inflated yet. */
  readonly inflated: InflatedMessage | undefined;
}

export type BytesView = 'frame' | 'payload' | 'message';

/** A copied part of a byte view, and how long the whole view is. */
export interface BytesPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly total: number;
}

/** What was seen on the connections of one panel: rows over the bytes of both directions. */
export class Capture {
  total = 0;
  first = 0;
  memoryUsed = 0;
  memoryLimit: number;

  constructor(readonly options: CaptureOptions) {
    this.memoryLimit = options.memoryLimit;
  }

  /** Starts the rows of the next connection; tells where its frames start in both streams. */
  beginConnection(): Record<Direction, number> {
    throw new Error('to follow');
  }

  /** Says what the opening handshake settled; RSV1 then marks a compressed message. */
  setPermessageDeflate(_negotiated: boolean): void {
    throw new Error('to follow');
  }

  /** Keeps `chunk` by reference: whoever writes into it afterwards breaks the truth. */
  appendBytes(_direction: Direction, _chunk: Uint8Array): void {
    throw new Error('to follow');
  }

  /** Appends a frame whose bytes were appended before; gives its row. */
  appendFrame(_direction: Direction, _timeUs: number, _frame: DecodedFrame): number {
    throw new Error('to follow');
  }

  appendStatus(_timeUs: number, _status: CapturedStatus): number {
    throw new Error('to follow');
  }

  /** Keeps what inflating the message that starts in `firstRow` gave. */
  keepInflated(_firstRow: number, _inflated: InflatedMessage): void {
    throw new Error('to follow');
  }

  /** Microseconds since the capture's start. */
  timeUs(_row: number): number {
    throw new Error('to follow');
  }

  frame(_row: number): CapturedFrame | undefined {
    throw new Error('to follow');
  }

  status(_row: number): CapturedStatus | undefined {
    throw new Error('to follow');
  }

  message(_row: number): CapturedMessage | undefined {
    throw new Error('to follow');
  }

  /** Copies up to `length` bytes from `offset` of one of a row's byte views. */
  bytes(_row: number, _view: BytesView, _offset: number, _length: number): BytesPart {
    throw new Error('to follow');
  }
}
