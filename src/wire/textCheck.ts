import { findingBit } from './finding';
import type { PayloadCheck } from './payloadCheck';
import { Utf8Validator, type IsUtf8 } from './utf8Validator';

/**
 * Holds that a text message is UTF-8 as a whole, over all its fragments (RFC 6455 §5.6, §8.1).
 * The finding comes once, on the frame in which the text stops being UTF-8.
 */
export class TextCheck implements PayloadCheck {
  private readonly validator: Utf8Validator;
  private reported = false;

  constructor(isUtf8?: IsUtf8) {
    this.validator = new Utf8Validator(isUtf8);
  }

  beginMessage(): void {
    this.validator.reset();
    this.reported = false;
  }

  /** Goes on where another check stands. */
  follow({ validator, reported }: TextCheck): void {
    this.validator.follow(validator);
    this.reported = reported;
  }

  push(bytes: Uint8Array, start: number, end: number, maskingKey: number, offset: number): void {
    this.validator.push(bytes, start, end, maskingKey, offset);
  }

  endFrame(whole: boolean): number {
    const fine = whole ? this.validator.complete : this.validator.valid;
    if (fine || this.reported) return 0;
    this.reported = true;
    return findingBit('invalid-utf8');
  }
}
