import type { Direction } from '../wire/direction';

/** A departure from the RFC, or something worth knowing, about one frame. */
export interface FindingText {
  /** Stable code, `reserved-opcode` for instance. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** For instance `RFC 6455 §5.2`. */
  readonly section: string;
  /** A sentence that says what the RFC asks for and what was seen. */
  readonly text: string;
}

/** The fields of a frame (RFC 6455 §5.2) and where it stood in its direction's byte stream. */
export interface FrameFields {
  readonly row: number;
  readonly direction: Direction;
  /** Microseconds since the capture's first event. */
  readonly timeUs: number;
  /** Milliseconds since the Unix epoch, for the time of day. */
  readonly wallMs: number;
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly opcode: number;
  readonly masked: boolean;
  /** Eight hex digits; empty for an unmasked frame. */
  readonly maskingKey: string;
  /** Which of the three forms of the length the sender chose. */
  readonly lengthBits: 7 | 16 | 64;
  readonly headerLength: number;
  /** As declared in the header, in bytes. */
  readonly payloadLength: number;
  /** Fewer than declared if the connection ended inside the frame. */
  readonly payloadReceived: number;
  /** Position of the frame's first byte; 0 is the first byte after the opening handshake. */
  readonly position: number;
  readonly findings: readonly FindingText[];
}

/** The message that a data frame belongs to (RFC 6455 §5.4, RFC 7692 §6). */
export interface MessageFacts {
  readonly opcode: number;
  /** First and last row of the message; `last` is `undefined` while fragments are missing. */
  readonly firstRow: number;
  readonly lastRow: number | undefined;
  readonly fragments: number;
  readonly compressed: boolean;
  /** Bytes of all fragments' payload data as they crossed the wire. */
  readonly wireLength: number;
  /** Bytes after inflating; equals `wireLength` if not compressed; `undefined` if unknown. */
  readonly length: number | undefined;
  /** Microseconds from the first fragment to the last one so far. */
  readonly durationUs: number;
  /**
   * Of a message of several frames: its fragments and the control frames between them, oldest
   * first; of very many only the first ones.
   */
  readonly parts: readonly MessagePart[];
  /** Why the message cannot be read, in words, for instance a corrupt deflate stream. */
  readonly problem: string | undefined;
}

/** A fragment of a message, or a control frame that came between its fragments. */
export interface MessagePart {
  readonly row: number;
  readonly direction: Direction;
  readonly opcode: number;
  readonly fin: boolean;
  /** Bytes of its payload data on the wire. */
  readonly size: number;
  /** Microseconds since the capture's first event. */
  readonly timeUs: number;
  /** False for a control frame. */
  readonly isFragment: boolean;
}

/** A row that is no frame: the connection opened, closed, failed. */
export interface StatusDetail {
  readonly kind: 'status';
  readonly row: number;
  readonly timeUs: number;
  readonly wallMs: number;
  readonly severity: 'info' | 'error';
  readonly text: string;
  /** More text, for instance the opening handshake. */
  readonly detail: string | undefined;
}

export type FrameDetail =
  | {
      readonly kind: 'frame';
      readonly fields: FrameFields;
      readonly message: MessageFacts | undefined;
    }
  | StatusDetail;

/**
 * Which bytes of a row are wanted: `message` is the whole message the frame belongs to,
 * reassembled and inflated; `payload` this frame's payload data, unmasked; `frame` the frame as
 * it crossed the wire, header and masking included.
 */
export type BytesView = 'message' | 'payload' | 'frame';
