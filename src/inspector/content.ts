import { isUtf8 } from 'node:buffer';
import type { BytesView, Capture } from '../capture/capture';

/** Bytes that are read at once: a multiple of three, so that base64 can be written in slices. */
const sliceBytes = 3 * 16 * 1024;

/**
 * What one of a row's views holds, read a bounded slice at a time. The first slice, which is all of
 * it for nearly every message, is read once, whatever is asked.
 */
export class Content {
  private readonly start: Buffer;
  private readonly length: number;

  constructor(
    private readonly capture: Capture,
    private readonly row: number,
    private readonly view: BytesView,
  ) {
    const { bytes, total } = capture.bytes(row, view, 0, sliceBytes);
    this.start = Buffer.from(bytes.buffer);
    this.length = total;
  }

  /** Whether it is valid UTF-8 from first to last. */
  get isText(): boolean {
    if (this.isWhole) return isUtf8(this.start);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      for (const slice of this.slices()) decoder.decode(slice, { stream: true });
      decoder.decode();
      return true;
    } catch {
      return false;
    }
  }

  /** As text, in pieces that part no character; only for what {@link isText}. */
  *text(): Generator<string, void> {
    if (this.isWhole) {
      yield this.start.toString('utf8');
      return;
    }
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    for (const slice of this.slices()) yield decoder.decode(slice, { stream: true });
  }

  /** As base64 (RFC 4648 §4), in pieces that join without padding between. */
  *base64(): Generator<string, void> {
    for (const slice of this.slices()) yield slice.toString('base64');
  }

  private get isWhole(): boolean {
    return this.start.length === this.length;
  }

  private *slices(): Generator<Buffer, void> {
    yield this.start;
    for (let offset = sliceBytes; offset < this.length; offset += sliceBytes) {
      const { bytes } = this.capture.bytes(this.row, this.view, offset, sliceBytes);
      yield Buffer.from(bytes.buffer);
    }
  }
}
