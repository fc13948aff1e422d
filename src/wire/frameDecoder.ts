import { findingBit } from './finding';
import { finOf } from './frameBits';
import {
  byteAt,
  headerLengthOf,
  lengthBitsOf,
  maskBit,
  maxHeaderLength,
  payloadLengthOf,
  uint32At,
  type LengthBits,
} from './frameHeader';
import { FrameSequence } from './frameSequence';
import { headerFindings, type StreamFacts } from './headerFindings';
import type { PayloadCheck } from './payloadCheck';
import { PayloadChecks } from './payloadChecks';
import type { IsUtf8 } from './utf8Validator';

/**
 * One frame as it crossed the wire (RFC 6455 §5.2). The decoder hands out the same object every
 * time, so what is worth keeping must be copied during the call.
 */
export interface DecodedFrame {
  /** Position of the frame's first byte in its direction's stream. */
  readonly position: number;
  /** Bytes of header, 2 to 14; fewer than it announces if the stream ended inside it. */
  readonly headerLength: number;
  /**
   * Bytes of payload as the header declares them; above 2^53 - 1 the nearest number; 0 if the
   * stream ended inside the header.
   */
  readonly payloadLength: number;
  /** Bytes of payload that came; fewer than declared only with the finding `truncated`. */
  readonly payloadReceived: number;
  /** FIN, RSV1, RSV2, RSV3 and the opcode, as on the wire. */
  readonly firstByte: number;
  readonly masked: boolean;
  /** Big-endian uint32; 0 if the frame is not masked or the stream ended inside the header. */
  readonly maskingKey: number;
  readonly lengthBits: LengthBits;
  /** Bits for `findingsOf`. */
  readonly findings: number;
}

export interface FrameDecoderOptions extends StreamFacts {
  /** Position of the stream's first byte; 0 unless told. */
  readonly startPosition?: number;
  /** What the platform has to judge long texts; without it, our own validator does it all. */
  readonly isUtf8?: IsUtf8;
  readonly onFrame: (frame: DecodedFrame) => void;
}

/**
 * Reads one direction of a connection, from the first byte after the opening handshake, frame by
 * frame. It never throws, drops no byte and keeps no payload: after a fault it goes on where the
 * header says that the next frame begins, and the fault is a finding on the frame.
 */
export class FrameDecoder {
  /** One object for all frames: making one for each would cost more than reading the frame. */
  private readonly frame: { -readonly [Field in keyof DecodedFrame]: DecodedFrame[Field] };
  private readonly onFrame: (frame: DecodedFrame) => void;
  private readonly sequence = new FrameSequence();
  private readonly checks: PayloadChecks;
  /** Header bytes that came before the rest of their header. */
  private readonly partialHeader = new Uint8Array(maxHeaderLength);
  private partialLength = 0;
  private inPayload = false;
  /** What looks at the payload of the present frame, if anything does. */
  private check: PayloadCheck | undefined;

  constructor(private readonly options: FrameDecoderOptions) {
    this.onFrame = options.onFrame;
    this.checks = new PayloadChecks(options.permessageDeflate, options.isUtf8);
    this.frame = {
      position: options.startPosition ?? 0,
      headerLength: 0,
      payloadLength: 0,
      payloadReceived: 0,
      firstByte: 0,
      masked: false,
      maskingKey: 0,
      lengthBits: 7,
      findings: 0,
    };
  }

  /** Whether bytes are missing of the frame that the stream stands in. */
  get insideFrame(): boolean {
    return this.inPayload || this.partialLength > 0;
  }

  /** Whether fragments are missing of the message that the stream stands in (RFC 6455 §5.4). */
  get insideMessage(): boolean {
    return this.sequence.insideMessage;
  }

  /** Position of the next byte. */
  get position(): number {
    const { position, headerLength, payloadReceived } = this.frame;
    return position + (this.inPayload ? headerLength + payloadReceived : this.partialLength);
  }

  /**
   * A decoder that goes on from here by itself: it tells what bytes would be that have not crossed
   * the wire yet, and this one does not notice.
   */
  fork(onFrame: (frame: DecodedFrame) => void): FrameDecoder {
    const fork = new FrameDecoder({ ...this.options, onFrame });
    Object.assign(fork.frame, this.frame);
    fork.sequence.follow(this.sequence);
    fork.check = fork.checks.follow(this.checks, this.check);
    fork.partialHeader.set(this.partialHeader);
    fork.partialLength = this.partialLength;
    fork.inPayload = this.inPayload;
    return fork;
  }

  /** Takes the next bytes of the stream and reports each frame that they complete. */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      at = this.inPayload ? this.readPayload(chunk, at) : this.readHeader(chunk, at);
    }
  }

  /** The stream has ended: reports the frame that it ended inside of, if any. */
  end(): void {
    if (this.partialLength > 0) this.beginPartialFrame();
    if (!this.inPayload) return;
    this.frame.findings |= findingBit('truncated');
    this.endFrame();
  }

  /** Returns where the bytes go on after the header, or after what there is of it. */
  private readHeader(chunk: Uint8Array, at: number): number {
    if (this.partialLength === 0 && at + 1 < chunk.length) {
      const headerLength = headerLengthOf(byteAt(chunk, at + 1));
      if (at + headerLength <= chunk.length) {
        this.beginFrame(chunk, at, headerLength);
        return at + headerLength;
      }
    }
    return this.gatherHeader(chunk, at);
  }

  /** Puts together a header that comes in pieces. */
  private gatherHeader(chunk: Uint8Array, start: number): number {
    const header = this.partialHeader;
    let at = start;
    while (at < chunk.length) {
      header[this.partialLength++] = byteAt(chunk, at++);
      if (this.partialLength < 2) continue;
      const headerLength = headerLengthOf(byteAt(header, 1));
      if (this.partialLength === headerLength) {
        this.partialLength = 0;
        this.beginFrame(header, 0, headerLength);
        break;
      }
    }
    return at;
  }

  private beginFrame(bytes: Uint8Array, at: number, headerLength: number): void {
    const { frame } = this;
    const secondByte = byteAt(bytes, at + 1);
    frame.firstByte = byteAt(bytes, at);
    frame.headerLength = headerLength;
    frame.payloadLength = payloadLengthOf(bytes, at);
    frame.payloadReceived = 0;
    frame.masked = (secondByte & maskBit) !== 0;
    frame.maskingKey = frame.masked ? uint32At(bytes, at + headerLength - 4) : 0;
    frame.lengthBits = lengthBitsOf(secondByte);
    frame.findings = headerFindings(frame, this.options) | this.sequence.next(frame.firstByte);
    this.check = this.checks.next(frame.firstByte);
    this.inPayload = true;
    if (frame.payloadLength === 0) this.endFrame();
  }

  /** What came of a header becomes a frame without a length, so that no byte is lost. */
  private beginPartialFrame(): void {
    const { frame, partialHeader } = this;
    const secondByte = this.partialLength > 1 ? byteAt(partialHeader, 1) : 0;
    frame.firstByte = byteAt(partialHeader, 0);
    frame.headerLength = this.partialLength;
    frame.payloadLength = 0;
    frame.payloadReceived = 0;
    frame.masked = (secondByte & maskBit) !== 0;
    frame.maskingKey = 0;
    frame.lengthBits = lengthBitsOf(secondByte);
    frame.findings = 0;
    this.partialLength = 0;
    this.check = undefined;
    this.inPayload = true;
  }

  private readPayload(chunk: Uint8Array, at: number): number {
    const { frame } = this;
    const missing = frame.payloadLength - frame.payloadReceived;
    const end = Math.min(at + missing, chunk.length);
    this.check?.push(chunk, at, end, frame.maskingKey, frame.payloadReceived);
    frame.payloadReceived += end - at;
    if (frame.payloadReceived === frame.payloadLength) this.endFrame();
    return end;
  }

  private endFrame(): void {
    const { frame } = this;
    const complete = frame.payloadReceived === frame.payloadLength;
    frame.findings |= this.check?.endFrame(complete && finOf(frame.firstByte)) ?? 0;
    this.inPayload = false;
    this.onFrame(frame);
    frame.position += frame.headerLength + frame.payloadReceived;
  }
}
