import { finOf, opcodeOf, rsv1Of } from '../wire/frameBits';
import { isControl, Opcode } from '../wire/opcode';
import type { DeflateAgreement } from './deflateAgreement';
import type { SeenFrame } from './frameStream';
import { MessageInflater } from './messageDeflate';

/** A whole message of the server. */
export interface ServerMessage {
  /** Text or binary, or a reserved one. */
  readonly opcode: number;
  /** Inflated; empty if that failed. */
  readonly payload: Uint8Array;
  readonly compressed: boolean;
  /** Why it could not be inflated, in zlib's words. */
  readonly problem: string | undefined;
}

/** Puts the messages of the server together from its frames (RFC 6455 §5.4, RFC 7692 §6.2). */
export class ServerMessages {
  private readonly inflater: MessageInflater | undefined;
  private first: SeenFrame | undefined;
  private payloads: Uint8Array[] = [];

  constructor(agreement: DeflateAgreement | undefined) {
    this.inflater =
      agreement &&
      new MessageInflater({
        noContextTakeover: agreement.serverNoContextTakeover,
        windowBits: agreement.serverWindowBits,
      });
  }

  /** Takes the next frame and returns the message that it completes, if it completes one. */
  next(frame: SeenFrame): ServerMessage | undefined {
    const opcode = opcodeOf(frame.firstByte);
    if (isControl(opcode)) return undefined;
    if (opcode !== Opcode.continuation) {
      this.first = frame;
      this.payloads = [];
    }
    this.payloads.push(frame.payload);
    if (!finOf(frame.firstByte) || !this.first) return undefined;
    const message = this.message(this.first, Buffer.concat(this.payloads));
    this.first = undefined;
    return message;
  }

  private message({ firstByte }: SeenFrame, payload: Uint8Array): ServerMessage {
    const plain = { opcode: opcodeOf(firstByte), payload, compressed: false, problem: undefined };
    if (!this.inflater || !rsv1Of(firstByte)) return plain;
    try {
      return { ...plain, compressed: true, payload: this.inflater.inflate(payload) };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { ...plain, compressed: true, payload: new Uint8Array(0), problem };
    }
  }
}
