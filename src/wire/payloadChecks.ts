import { CloseCheck } from './closeCheck';
import { finOf, opcodeOf, rsv1Of } from './frameBits';
import { Opcode } from './opcode';
import type { PayloadCheck } from './payloadCheck';
import { TextCheck } from './textCheck';
import type { IsUtf8 } from './utf8Validator';

/** Chooses what looks at the payload of each frame of one direction. */
export class PayloadChecks {
  private readonly text: TextCheck;
  private readonly close = new CloseCheck();
  /** What looks at the message that is unfinished, if anything does. */
  private messageCheck: PayloadCheck | undefined;

  constructor(
    private readonly permessageDeflate: boolean,
    isUtf8?: IsUtf8,
  ) {
    this.text = new TextCheck(isUtf8);
  }

  /** Takes the next frame; `undefined` means that its payload may be any bytes. */
  next(firstByte: number): PayloadCheck | undefined {
    switch (opcodeOf(firstByte)) {
      case Opcode.text:
        return this.carryOn(this.beginText(rsv1Of(firstByte)), finOf(firstByte));
      case Opcode.binary:
        return this.carryOn(undefined, finOf(firstByte));
      case Opcode.continuation:
        return this.carryOn(this.messageCheck, finOf(firstByte));
      case Opcode.close:
        this.close.beginFrame();
        return this.close;
      default:
        return undefined;
    }
  }

  /**
   * Goes on where another stands.
   *
   * @param check what the other gave for the present frame
   * @returns the same of these checks
   */
  follow(other: PayloadChecks, check: PayloadCheck | undefined): PayloadCheck | undefined {
    this.text.follow(other.text);
    this.close.follow(other.close);
    this.messageCheck = other.messageCheck && this.text;
    return check && (check === other.close ? this.close : this.text);
  }

  /** A compressed text is UTF-8 only once it is inflated (RFC 7692 §6.1). */
  private beginText(rsv1: boolean): PayloadCheck | undefined {
    if (rsv1 && this.permessageDeflate) return undefined;
    this.text.beginMessage();
    return this.text;
  }

  private carryOn(check: PayloadCheck | undefined, fin: boolean): PayloadCheck | undefined {
    this.messageCheck = fin ? undefined : check;
    return check;
  }
}
