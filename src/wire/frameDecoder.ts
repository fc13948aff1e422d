import type { Sender } from './direction';

/**
 * One frame as it crossed the wire (RFC 6455 §5.2). The decoder hands out the same object every
 * time, so what is worth keeping must be copied during the call.
 */
export interface DecodedFrame {
  /** Position of the frame's first byte in its direction's stream. */
  readonly position: number;
  /** Bytes of header, 2 to 14; fewer if the stream ended inside the header. */
  readonly headerLength: number;
  /** Bytes of payload as the header declares them; 0 if the stream ended before the length. */
  readonly payloadLength: number;
  /** Bytes of payload that came; less than declared only with the finding `truncated`. */
  readonly payloadReceived: number;
  /** FIN, RSV1, RSV2, RSV3 and the opcode, as on the wire. */
  readonly firstByte: number;
  readonly masked: boolean;
  /** Big-endian uint32; 0 if the frame is not masked. */
  readonly maskingKey: number;
  /** Which of the three forms of the length the sender chose. */
  readonly lengthBits: 7 | 16 | 64;
  /** Bits for `findingsOf`. */
  readonly findings: number;
}

export interface FrameDecoderOptions {
  /** Which end sent the stream. */
  readonly sender: Sender;
  /** Whether the opening handshake settled on permessage-deflate (RFC 7692). */
  readonly permessageDeflate: boolean;
  /** Position of the stream's first byte; 0 unless told. */
  readonly startPosition?: number;
  readonly onFrame: (frame: DecodedFrame) => void;
}

/** Reads one direction of a connection, frame by frame. */
export class FrameDecoder {
  constructor(private readonly options: FrameDecoderOptions) {}

  /** Takes the next bytes of the stream and reports each frame that they complete. */
  push(chunk: Uint8Array): void {
    void [this.options, chunk];
  }

  /** Reports the frame that the stream ended inside of, if any. */
  end(): void {}
}
