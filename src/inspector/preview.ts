import type { Capture, CapturedFrame } from '../capture/capture';
import { closeCodeName } from '../wire/closeCode';
import { readClosePayload } from '../wire/closePayload';
import { findingBit } from '../wire/finding';
import { opcodeOf } from '../wire/frameBits';
import { Opcode } from '../wire/opcode';
import { visibleText } from './visibleText';

/** Bytes of a text that a preview shows from its beginning and from its end. */
const headBytes = 384;
const tailBytes = 96;
/** Bytes that a preview shows of a binary payload. */
const hexBytes = 48;

/** Reads part of a payload or message. */
type ReadPart = (offset: number, length: number) => { bytes: Uint8Array; total: number };

/**
 * A row in words: the beginning and end of its payload, or the text of a status. The work is
 * bounded, whatever the payload's size.
 */
export function previewOf(capture: Capture, row: number): string {
  const frame = capture.frame(row);
  if (!frame) return visibleText(capture.status(row)?.text ?? '');
  if (!frame.bytesKept) return '(larger than the memory limit, so its bytes were not kept)';
  return `${payloadPreview(capture, row, frame)}${truncation(frame)}`;
}

/** The message that a data frame belongs to, in the same way. */
export function messagePreview(capture: Capture, row: number): string {
  const { message } = capture.frame(row) ?? {};
  if (!message) return previewOf(capture, row);
  if (message.compressed) return inflatedPreview(capture, message.firstRow, message.opcode);
  return contentPreview(message.opcode, (offset, length) =>
    capture.bytes(row, 'message', offset, length),
  );
}

function payloadPreview(capture: Capture, row: number, frame: CapturedFrame): string {
  const readPayload: ReadPart = (offset, length) => capture.bytes(row, 'payload', offset, length);
  if (opcodeOf(frame.firstByte) === Opcode.close) return closePreview(readPayload);
  if (!frame.message) return eitherPreview(readPayload);
  if (!frame.message.compressed) return contentPreview(frame.message.opcode, readPayload);
  if (frame.message.firstRow !== row) return `(compressed) ${hexPreview(readPayload)}`;
  return inflatedPreview(capture, row, frame.message.opcode);
}

function inflatedPreview(capture: Capture, row: number, opcode: number): string {
  const inflated = capture.inflatedMessage(row);
  if (!inflated) return '(compressed, to be read when all of the message has come)';
  const content = contentPreview(opcode, (offset, length) =>
    capture.bytes(row, 'message', offset, length),
  );
  return inflated.problem === undefined ? content : `${content} (${inflated.problem})`.trimStart();
}

function contentPreview(opcode: number, read: ReadPart): string {
  return opcode === Opcode.text ? textPreview(read) : hexPreview(read);
}

/** The payload of a ping or pong means what its sender likes: text if it looks like text. */
function eitherPreview(read: ReadPart): string {
  const text = textPreview(read);
  return text.includes('\ufffd') || /[\u2400-\u2421]/.test(text) ? hexPreview(read) : text;
}

function textPreview(read: ReadPart): string {
  const head = read(0, headBytes + tailBytes);
  if (head.total <= headBytes + tailBytes) return visibleText(decode(head.bytes));
  const tail = read(head.total - tailBytes, tailBytes).bytes;
  const from = characterStart(tail);
  return visibleText(
    `${decodeHead(head.bytes.subarray(0, headBytes))} … ${decode(tail.subarray(from))}`,
  );
}

function hexPreview(read: ReadPart): string {
  const { bytes, total } = read(0, hexBytes);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return total > bytes.length ? `${digits} …` : digits;
}

/** The code with its name, then the reason (RFC 6455 §5.5.1). */
function closePreview(read: ReadPart): string {
  const { bytes, total } = read(0, headBytes);
  if (total === 0) return 'no close code';
  const { code, reason } = readClosePayload(bytes);
  if (code === undefined) return hexPreview(read);
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
