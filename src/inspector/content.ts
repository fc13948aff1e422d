import { isUtf8 } from 'node:buffer';
import type { BytesView, Capture, MessageOfFrame } from '../capture/capture';

/** Bytes that are read at once. */
const sliceBytes = 48 * 1024;

/** Bytes of a row, to be gone through more than once although they may not fit into memory. */
export interface Content {
  /** All of them, read once, if a slice holds them: nearly every message is that short. */
  readonly whole: Buffer | undefined;
  readonly slices: () => Iterable<Buffer>;
}

/** Part of a line: at once if it is short, else in pieces, some of which may be empty. */
export type LinePart = string | Generator<string, void>;

/** How a content stands in a line: between what, and with what escaped, by what it is. */
export interface Notation {
  readonly text: {
    readonly before: string;
    readonly escape: (text: string) => string;
    readonly after: string;
  };
  readonly base64: { readonly before: string; readonly after: string };
}

/** The payload data of a frame, unmasked. */
export function payloadOf(capture: Capture, row: number): Content {
  return viewOf(capture, row, 'payload');
}

/**
 * The message that a frame completes, inflated. A fragmented one is read fragment by fragment,
 * since looking for all of them again for each slice would take the square of their number.
 */
export function messageOf(capture: Capture, row: number, message: MessageOfFrame): Content {
  if (message.compressed) return viewOf(capture, row, 'message');
  if (message.firstRow === row) return payloadOf(capture, row);
  return {
    whole: undefined,
    slices: () => fragmentSlices(capture, row),
  };
}

/** A content as base64 (RFC 4648 §4). */
export function base64Of(content: Content): LinePart {
  return content.whole ? content.whole.toString('base64') : base64Pieces(content);
}

/** A content as text if all of it is valid UTF-8, else as base64. */
export function textOf(content: Content, notation: Notation): LinePart {
  const { whole } = content;
  if (!whole) return textPieces(content, notation);
  const { text, base64 } = notation;
  return isUtf8(whole)
    ? text.before + text.escape(whole.toString('utf8')) + text.after
    : base64.before + whole.toString('base64') + base64.after;
}

/** Whether all of a content is valid UTF-8. */
export function isTextual(content: Content): boolean {
  if (content.whole) return isUtf8(content.whole);
  const looking = isText(content);
  for (;;) {
    const { done, value } = looking.next();
    if (done) return value;
  }
}

function viewOf(capture: Capture, row: number, view: BytesView): Content {
  const { bytes, total } = capture.bytes(row, view, 0, sliceBytes);
  const whole = bytes.length === total ? Buffer.from(bytes.buffer) : undefined;
  return { whole, slices: () => slicesOf(capture, row, view) };
}

function* slicesOf(capture: Capture, row: number, view: BytesView): Generator<Buffer, void> {
  for (let offset = 0; ; offset += sliceBytes) {
    const { bytes, total } = capture.bytes(row, view, offset, sliceBytes);
    if (bytes.length > 0) yield Buffer.from(bytes.buffer);
    if (bytes.length < sliceBytes || offset + sliceBytes >= total) return;
  }
}

function* fragmentSlices(capture: Capture, row: number): Generator<Buffer, void> {
  for (const fragment of capture.fragments(row)) yield* slicesOf(capture, fragment, 'payload');
}

function* base64Pieces({ slices }: Content): Generator<string, void> {
  // Three bytes make a group; what is left of a slice begins the next piece.
  let rest: Buffer = Buffer.alloc(0);
  for (const slice of slices()) {
    const bytes = rest.length === 0 ? slice : Buffer.concat([rest, slice]);
    const end = bytes.length - (bytes.length % 3);
    yield bytes.toString('base64', 0, end);
    rest = bytes.subarray(end);
  }
  yield rest.toString('base64');
}

function* textPieces(content: Content, { text, base64 }: Notation): Generator<string, void> {
  if (!(yield* isText(content))) {
    yield base64.before;
    yield* base64Pieces(content);
    yield base64.after;
    return;
  }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  yield text.before;
  for (const slice of content.slices()) yield text.escape(decoder.decode(slice, { stream: true }));
  yield text.after;
}

/** Yields an empty piece after each slice, so that looking through a large content can be paused. */
function* isText({ slices }: Content): Generator<string, boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (const slice of slices()) {
      decoder.decode(slice, { stream: true });
      yield '';
    }
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}
