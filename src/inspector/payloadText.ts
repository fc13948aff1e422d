import { isUtf8 } from 'node:buffer';
import type { BytesView, Capture } from '../capture/capture';

/** Bytes that are read at once: a multiple of three, so that base64 can be written in slices. */
const sliceBytes = 3 * 16 * 1024;

/**
 * The bytes of one of a row's views, a bounded slice at a time. Nearly every message is a single
 * slice, for which neither a decoder nor a second look is needed.
 */
function* slicesOf(
  capture: Capture,
  row: number,
  view: BytesView,
): Generator<{ readonly bytes: Buffer; readonly isWhole: boolean }, void> {
  for (let offset = 0; ; offset += sliceBytes) {
    const { bytes, total } = capture.bytes(row, view, offset, sliceBytes);
    const isWhole = offset === 0 && bytes.length === total;
    if (bytes.length > 0) yield { bytes: Buffer.from(bytes.buffer), isWhole };
    if (bytes.length < sliceBytes || offset + sliceBytes >= total) return;
  }
}

/** Whether the bytes of a view are valid UTF-8 from first to last. */
export function isText(capture: Capture, row: number, view: BytesView): boolean {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  try {
    for (const { bytes, isWhole } of slicesOf(capture, row, view)) {
      if (isWhole) return isUtf8(bytes);
      decoder ??= new TextDecoder('utf-8', { fatal: true });
      decoder.decode(bytes, { stream: true });
    }
    decoder?.decode();
    return true;
  } catch {
    return false;
  }
}

/** The text of a view that {@link isText}, in slices that part no character. */
export function* sliceText(
  capture: Capture,
  row: number,
  view: BytesView,
): Generator<string, void> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for (const { bytes, isWhole } of slicesOf(capture, row, view)) {
    decoder ??= isWhole ? undefined : new TextDecoder('utf-8', { ignoreBOM: true });
    yield decoder ? decoder.decode(bytes, { stream: true }) : bytes.toString('utf8');
  }
}

/** The bytes of a view as base64 (RFC 4648 §4), in slices that join without padding between. */
export function* base64Of(capture: Capture, row: number, view: BytesView): Generator<string, void> {
  for (const { bytes } of slicesOf(capture, row, view)) yield bytes.toString('base64');
}
