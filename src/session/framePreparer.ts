import { readDraft, type DraftReading } from '../wire/draftReading';
import { FrameDecoder } from '../wire/frameDecoder';
import { emptyWindow } from './deflateWindow';
import type { Outgoing } from './outgoing';
import { OutgoingEncoder, type EncodedFrames } from './outgoingEncoder';

/** Tells what would be sent, before it is. */
export interface FramePreparer {
  /** The bytes that sending it now would send. */
  encode(outgoing: Outgoing): Promise<EncodedFrames>;
  /** What the other end would read in them if they came next. */
  judge(encoded: EncodedFrames): DraftReading;
}

/** What a connection would send first if it agreed on no compression and had no habits. */
export class UnconnectedPreparer implements FramePreparer {
  private readonly encoder = new OutgoingEncoder(
    { maskingKey: undefined, deflate: false },
    undefined,
  );

  encode(outgoing: Outgoing): Promise<EncodedFrames> {
    const plain = outgoing.kind === 'message' ? { ...outgoing, compress: false } : outgoing;
    return this.encoder.encode(plain, emptyWindow);
  }

  judge({ outgoing, chunks }: EncodedFrames): DraftReading {
    return readDraft(chunks, firstFrames(), this.encoder.findings(outgoing));
  }
}

/** Reads what a client sends first, when nothing has been agreed on. */
export function firstFrames(): FrameDecoder {
  return new FrameDecoder({ sender: 'client', permessageDeflate: false, onFrame: () => {} });
}
