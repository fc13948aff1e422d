import type { Sender } from '../wire/direction';
import { findingsOf, type Finding } from '../wire/finding';
import { FrameDecoder, type DecodedFrame } from '../wire/frameDecoder';
import { applyMask } from '../wire/masking';

/** A frame of either side, with its payload. */
export interface SeenFrame extends Omit<DecodedFrame, 'findings'> {
  /** Unmasked, not inflated; as much of it as came. */
  readonly payload: Uint8Array;
  /** As on the wire, header included. */
  readonly bytes: Uint8Array;
  readonly findings: readonly Finding[];
}

/** Reads the frames of one side and keeps the bytes of each. */
export class FrameStream {
  private readonly decoder: FrameDecoder;
  /** Bytes of the frame that is not complete yet, and of what follows it. */
  private pending: Uint8Array = new Uint8Array(0);
  /** Position of the first of them in the stream. */
  private pendingPosition = 0;

  constructor(
    sender: Sender,
    permessageDeflate: boolean,
    private readonly onFrame: (frame: SeenFrame) => void,
  ) {
    this.decoder = new FrameDecoder({
      sender,
      permessageDeflate,
      onFrame: (frame) => this.take(frame),
    });
  }

  push(bytes: Uint8Array): void {
    this.pending = Buffer.concat([this.pending, bytes]);
    this.decoder.push(bytes);
  }

  /** The stream has ended: a frame that it ended inside of is reported, too. */
  end(): void {
    this.decoder.end();
  }

  private take(frame: DecodedFrame): void {
    const start = frame.position - this.pendingPosition;
    const end = start + frame.headerLength + frame.payloadReceived;
    const bytes = new Uint8Array(this.pending.subarray(start, end));
    const payload = bytes.slice(frame.headerLength);
    if (frame.masked) applyMask(payload, frame.maskingKey);
    this.onFrame({ ...frame, payload, bytes, findings: findingsOf(frame.findings) });
    this.pending = this.pending.subarray(end);
    this.pendingPosition += end;
  }
}
