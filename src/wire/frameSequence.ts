import { findingBit } from './finding';
import { finOf, opcodeOf } from './frameBits';
import { isControl, Opcode } from './opcode';

/** Holds which frame may follow which in one direction (RFC 6455 §5.4, §5.5.1). */
export class FrameSequence {
  private messageOpen = false;
  private closed = false;

  /** Whether fragments of a message are missing. */
  get insideMessage(): boolean {
    return this.messageOpen;
  }

  /** Goes on where another stands. */
  follow({ messageOpen, closed }: FrameSequence): void {
    this.messageOpen = messageOpen;
    this.closed = closed;
  }

  /**
   * Takes the next frame and returns its findings. A data frame inside an unfinished message
   * takes that message's place.
   */
  next(firstByte: number): number {
    const opcode = opcodeOf(firstByte);
    if (isControl(opcode)) {
      if (opcode === Opcode.close) this.closed = true;
      return 0;
    }
    const findings = this.closed ? findingBit('data-after-close') : 0;
    if (opcode === Opcode.continuation) return findings | this.nextFragment(finOf(firstByte));
    if (opcode === Opcode.text || opcode === Opcode.binary) {
      return findings | this.firstFragment(finOf(firstByte));
    }
    return findings;
  }

  private firstFragment(fin: boolean): number {
    const findings = this.messageOpen ? findingBit('data-frame-inside-message') : 0;
    this.messageOpen = !fin;
    return findings;
  }

  private nextFragment(fin: boolean): number {
    if (!this.messageOpen) return findingBit('continuation-without-message');
    this.messageOpen = !fin;
    return 0;
  }
}
