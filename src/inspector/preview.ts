import type { Capture, CapturedFrame } from '../capture/capture';
import { closeCodeName } from '../wire/closeCode';
import { readClosePayload } from '../wire/closePayload';
import { findingBit } from '../wire/finding';
import { opcodeOf } from '../wire/frameBits';
import { Opcode } from '../wire/opcode';
import type { MessageFragments } from './messageFragments';
import { visibleText } from './visibleText';

/** Bytes of a text that a preview shows from its beginning and from its end. */
const headBytes = 384;
const tailBytes = 96;
/** Bytes that a preview shows of a binary payload. */
const hexBytes = 48;

const bytesNotKept = '(larger than the memory limit, so its bytes were not kept)';

/** A payload or message, of which a preview shows the ends. */
interface Excerpt {
  /** Bytes of all of it. */
  readonly total: number;
  /** Reads up to so many bytes of its beginning. */
  readonly head: (length: number) => Uint8Array;
  /** Reads up to so many bytes of its end. */
  readonly tail: (length: number) => Uint8Array;
}

/**
 * A row in words: the beginning and end of its payload, or the text of a status. The work is
 * bounded, whatever the payload's size.
 */
export function previewOf(capture: Capture, row: number): string {
  const frame = capture.frame(row);
  if (!frame) return visibleText(capture.status(row)?.text ?? '');
  if (!frame.bytesKept) return bytesNotKept;
  return `${payloadPreview(capture, row, frame)}${truncation(frame)}`;
}

/**
 * The message that ends with a data frame in words: its beginning and its end, the end as far as its
 * last fragment holds it.
 *
 * @param fragments of that message, of which no more are read than the preview is long
 */
export function messagePreview(capture: Capture, row: number, fragments: MessageFragments): string {
  const frame = capture.frame(row);
  if (!frame?.message) return previewOf(capture, row);
  const { opcode, firstRow, compressed } = frame.message;
  if (!frame.bytesKept && !compressed) return bytesNotKept;
  const content = compressed
    ? inflatedPreview(capture, firstRow, opcode)
    : contentPreview(opcode, excerptOfFragments(capture, row, fragments));
  return `${content}${truncation(frame)}`;
}

function excerptOf(capture: Capture, row: number, view: 'payload' | 'message'): Excerpt {
  const { total } = capture.bytes(row, view, 0, 0);
  return {
    total,
    head: (length) => capture.bytes(row, view, 0, length).bytes,
    tail: (length) => capture.bytes(row, view, Math.max(0, total - length), length).bytes,
  };
}

function excerptOfFragments(
  capture: Capture,
  row: number,
  { rows, wireLength, areAll }: MessageFragments,
): Excerpt {
  return {
    total: areAll ? wireLength : Infinity,
    head: (length) => joinedHead(capture, rows, length),
    tail: excerptOf(capture, row, 'payload').tail,
  };
}

/** Up to `length` bytes of the beginning of fragments, joined. */
function joinedHead(capture: Capture, rows: readonly number[], length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let missing = length;
  for (const row of rows) {
    if (missing === 0) break;
    const { bytes } = capture.bytes(row, 'payload', 0, missing);
    parts.push(bytes);
    missing -= bytes.length;
  }
  return Buffer.concat(parts);
}

function payloadPreview(capture: Capture, row: number, frame: CapturedFrame): string {
  const payload = excerptOf(capture, row, 'payload');
  if (opcodeOf(frame.firstByte) === Opcode.close) return closePreview(payload);
  if (!frame.message) return eitherPreview(payload);
  if (!frame.message.compressed) return contentPreview(frame.message.opcode, payload);
  if (frame.message.firstRow !== row) return `(compressed) ${hexPreview(payload)}`;
  return inflatedPreview(capture, row, frame.message.opcode);
}

function inflatedPreview(capture: Capture, firstRow: number, opcode: number): string {
  const inflated = capture.inflatedMessage(firstRow);
  if (!inflated) return '(compressed, to be read when all of the message has come)';
  const content = contentPreview(opcode, excerptOf(capture, firstRow, 'message'));
  return inflated.problem === undefined ? content : `${content} (${inflated.problem})`.trimStart();
}

function contentPreview(opcode: number, excerpt: Excerpt): string {
  return opcode === Opcode.text ? textPreview(excerpt) : hexPreview(excerpt);
}

/** The payload of a ping or pong means what its sender likes: text if it looks like text. */
function eitherPreview(excerpt: Excerpt): string {
  const text = textPreview(excerpt);
  return text.includes('\ufffd') || /[\u2400-\u2421]/.test(text) ? hexPreview(excerpt) : text;
}

function textPreview({ total, head, tail }: Excerpt): string {
  if (total <= headBytes + tailBytes) return visibleText(decode(head(total)));
  const end = tail(tailBytes);
  return visibleText(
    `${decodeHead(head(headBytes))} … ${decode(end.subarray(characterStart(end)))}`,
  );
}

function hexPreview({ total, head }: Excerpt): string {
  const bytes = head(hexBytes);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return total > bytes.length ? `${digits} …` : digits;
}

/** The code with its name, then the reason (RFC 6455 §5.5.1). */
function closePreview(payload: Excerpt): string {
  if (payload.total === 0) return 'no close code';
  const { code, reason } = readClosePayload(payload.head(headBytes));
  if (code === undefined) return hexPreview(payload);
  const name = `${code} ${closeCodeName(code)}`;
  return reason === '' ? name : `${name}: ${visibleText(reason)}`;
}

function truncation(frame: CapturedFrame): string {
  if ((frame.findings & findingBit('truncated')) === 0) return '';
  if (frame.payloadLength === 0) return '(cut short inside the header)';
  return ` (cut short: ${frame.payloadReceived} of ${frame.payloadLength} bytes)`;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Leaves out a character of which only the first bytes are there. */
function decodeHead(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
}

/** How many bytes at the start continue a character that begins before them (at most three). */
function characterStart(bytes: Uint8Array): number {
  let start = 0;
  while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return start;
}
