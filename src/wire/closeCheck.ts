import { isSendableCloseCode } from './closeCode';
import { findingBit } from './finding';
import { byteAt } from './frameHeader';
import type { PayloadCheck } from './payloadCheck';
import { Utf8Validator } from './utf8Validator';

/** Holds the rules for the payload of a close frame: code and reason (RFC 6455 §5.5.1, §7.4). */
export class CloseCheck implements PayloadCheck {
  private readonly reason = new Utf8Validator();
  private code = 0;
  private received = 0;

  beginFrame(): void {
    this.reason.reset();
    this.code = 0;
    this.received = 0;
  }

  /** Goes on where another check stands. */
  follow({ reason, code, received }: CloseCheck): void {
    this.reason.follow(reason);
    this.code = code;
    this.received = received;
  }

  push(bytes: Uint8Array, start: number, end: number, maskingKey: number, offset: number): void {
    let at = start;
    for (; at < end && this.received < 2; at++, this.received++) {
      const octet = byteAt(bytes, at) ^ ((maskingKey >>> (24 - 8 * this.received)) & 0xff);
      this.code = (this.code << 8) | octet;
    }
    this.received += end - at;
    this.reason.push(bytes, at, end, maskingKey, offset + at - start);
  }

  endFrame(whole: boolean): number {
    if (this.received === 0) return 0;
    if (this.received === 1) return whole ? findingBit('close-payload-one-byte') : 0;
    const reasonFine = whole ? this.reason.complete : this.reason.valid;
    return (
      (isSendableCloseCode(this.code) ? 0 : findingBit('close-code-invalid')) |
      (reasonFine ? 0 : findingBit('close-reason-not-utf8'))
    );
  }
}
