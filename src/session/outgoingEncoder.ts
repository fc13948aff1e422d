import { chosenMaskingKey, notDeflate, type DraftFinding } from '../wire/draftReading';
import { encodeFrame } from '../wire/frameEncoder';
import { isControl, Opcode } from '../wire/opcode';
import { isDeflated } from './deflateCheck';
import { deflateMessage, emptyWindow, type DeflateWindow } from './deflateWindow';
import { thresholdWithoutContext, type EngineHabits } from './engineHabits';
import { maskingKeys } from './maskingKeys';
import {
  frame,
  type Outgoing,
  type OutgoingBytes,
  type OutgoingFrame,
  type OutgoingMessage,
} from './outgoing';
import type { DeflateParameters } from './permessageDeflate';

/** Bytes as they will cross the wire. */
export interface EncodedFrames {
  readonly outgoing: Outgoing;
  /** One chunk a frame, or plain bytes. */
  readonly chunks: readonly Uint8Array[];
  /** What they refer back to; `undefined` if they mean the same whatever was sent before. */
  readonly before: DeflateWindow | undefined;
  /** What the next compressed message may refer back to; `undefined` if that does not change. */
  readonly after: DeflateWindow | undefined;
}

/** Why something cannot be sent on this connection, whatever is tried: a sentence for the user. */
export class UnsendableError extends Error {
  override readonly name = 'UnsendableError';
}

/** Turns what is to be sent into bytes: compressed if wanted, framed and masked. */
export class OutgoingEncoder {
  private readonly nextMaskingKey: () => number;
  private readonly isKeyFixed: boolean;
  private readonly threshold: number;

  /** @param deflate how messages of this end are compressed; `undefined` if nothing was agreed on */
  constructor(
    { maskingKey, deflate: offer }: Pick<EngineHabits, 'maskingKey' | 'deflate'>,
    private readonly deflate: DeflateParameters | undefined,
  ) {
    this.nextMaskingKey = maskingKeys(maskingKey);
    this.isKeyFixed = maskingKey !== undefined;
    const otherwise = deflate?.contextTakeover ? 0 : thresholdWithoutContext;
    this.threshold = offer ? (offer.threshold ?? otherwise) : otherwise;
  }

  /**
   * @param window what a compressed message may refer back to
   * @throws UnsendableError if it asks for compression that was not agreed on
   */
  async encode(outgoing: Outgoing, window: DeflateWindow): Promise<EncodedFrames> {
    if (outgoing.kind === 'message') return this.encodeMessage(outgoing, window);
    const chunks = [outgoing.kind === 'bytes' ? outgoing.bytes : this.encodeFrame(outgoing)];
    // Whatever the other end makes of them, it can inflate what refers back to nothing.
    const after = mayBeInflated(outgoing) ? emptyWindow : undefined;
    return { outgoing, chunks, before: undefined, after };
  }

  /** What is worth knowing of it besides what its bytes show. */
  findings(outgoing: Outgoing): DraftFinding[] {
    const isKeyChosen =
      this.isKeyFixed || (outgoing.kind === 'frame' && typeof outgoing.maskingKey === 'number');
    return [
      ...(isKeyChosen && isMasked(outgoing) ? [chosenMaskingKey] : []),
      ...(this.isFalselyCompressed(outgoing) ? [notDeflate] : []),
    ];
  }

  /** Whether it is one frame that says to be a compressed message, and is not. */
  private isFalselyCompressed(outgoing: Outgoing): boolean {
    if (!this.deflate || outgoing.kind !== 'frame') return false;
    const { fin, rsv1, opcode, payload } = outgoing;
    const isData = opcode === Opcode.text || opcode === Opcode.binary;
    return fin && rsv1 && isData && !isDeflated(payload, this.deflate.windowBits);
  }

  private async encodeMessage(
    outgoing: OutgoingMessage,
    window: DeflateWindow,
  ): Promise<EncodedFrames> {
    const { fragments } = outgoing;
    const deflate = this.deflateFor(outgoing);
    if (!deflate) {
      const chunks = this.encodeFragments(outgoing, fragments, false);
      return { outgoing, chunks, before: undefined, after: undefined };
    }
    const deflated = await deflateMessage(fragments, window, deflate);
    const chunks = this.encodeFragments(outgoing, deflated.fragments, true);
    return { outgoing, chunks, before: window, after: deflated.window };
  }

  /** How the message is to be compressed, if it is. */
  private deflateFor({ compress, fragments }: OutgoingMessage): DeflateParameters | undefined {
    if (compress && !this.deflate) {
      throw new UnsendableError(
        'This message cannot be compressed: the other end did not agree to permessage-deflate. Send it uncompressed.',
      );
    }
    const length = fragments.reduce((sum, fragment) => sum + fragment.length, 0);
    return (compress ?? length >= this.threshold) ? this.deflate : undefined;
  }

  private encodeFragments(
    { opcode, between = [] }: OutgoingMessage,
    payloads: readonly Uint8Array[],
    compressed: boolean,
  ): Uint8Array[] {
    return payloads
      .flatMap((payload, index): OutgoingFrame[] => {
        const isFirst = index === 0;
        const isLast = index === payloads.length - 1;
        const fragment = frame(isFirst ? opcode : Opcode.continuation, payload, isLast);
        const controls = between.filter(({ after }) => after === index);
        return [
          // Only the first frame says that the message is compressed (RFC 7692 §6.1).
          { ...fragment, rsv1: compressed && isFirst },
          ...controls.map((control) => control.frame),
        ];
      })
      .map((outgoing) => this.encodeFrame(outgoing));
  }

  private encodeFrame({ maskingKey, ...fields }: OutgoingFrame): Uint8Array {
    const key = maskingKey === 'next' ? this.nextMaskingKey() : maskingKey;
    return encodeFrame({ ...fields, maskingKey: key });
  }
}

function isMasked(outgoing: Outgoing): boolean {
  if (outgoing.kind === 'frame') return outgoing.maskingKey !== undefined;
  return outgoing.kind === 'message';
}

/** Whether the other end may take it for a part of a compressed message. */
function mayBeInflated(outgoing: OutgoingFrame | OutgoingBytes): boolean {
  return outgoing.kind === 'bytes' || !isControl(outgoing.opcode);
}
