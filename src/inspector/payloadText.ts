import type { BytesView, Capture } from '../capture/capture';

/** Bytes that are read at once: a multiple of three, so that base64 can be written in slices. */
const sliceBytes = 3 * 16 * 1024;

/** The bytes of one of a row's views, a bounded slice at a time. */
function* slicesOf(
  capture: Capture,
  row: number,
  view: BytesView,
): Generator<Uint8Array<ArrayBuffer>, void> {
  for (let offset = 0; ; offset += sliceBytes) {
    const { bytes, total } = capture.bytes(row, view, offset, sliceBytes);
    if (bytes.length > 0) yield bytes;
    if (bytes.length < sliceBytes || offset + sliceBytes >= total) return;
  }
}

/** Whether the bytes of a view are valid UTF-8 from first to last. */
export function isText(capture: Capture, row: number, view: BytesView): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for (const slice of slicesOf(capture, row, view)) decoder.decode(slice, { stream: true });
    decoder.decode();
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
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (const slice of slicesOf(capture, row, view)) yield decoder.decode(slice, { stream: true });
}

/** The bytes of a view as base64 (RFC 4648 §4), in slices that join without padding between. */
export function* base64Of(capture: Capture, row: number, view: BytesView): Generator<string, void> {
  for (const slice of slicesOf(capture, row, view)) {
    yield Buffer.from(slice.buffer, slice.byteOffset, slice.length).toString('base64');
  }
}
