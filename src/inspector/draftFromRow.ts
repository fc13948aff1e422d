import { isUtf8 } from 'node:buffer';
import type { Capture, CapturedFrame } from '../capture/capture';
import { draftPayload } from '../protocol/draftPayload';
import type { FrameDraft, LaboratoryDraft } from '../protocol/frameDraft';
import { RequestError } from '../protocol/requestError';
import { readClosePayload } from '../wire/closePayload';
import { findingBit } from '../wire/finding';
import { finOf, opcodeOf, rsv1Of, rsv2Of, rsv3Of } from '../wire/frameBits';
import { shortestLengthBits } from '../wire/frameEncoder';
import { isControl, Opcode } from '../wire/opcode';

/** Most bytes of a row that can be sent again from a draft. */
export const longestRowDraft = 16 * 1024 * 1024;

/**
 * The draft that sends the frame of a row again, with every field of its header. What was received
 * is masked, as this end has to; what was sent gets the masking key that it had.
 *
 * @throws RequestError `no-draft` with the reason
 */
export function frameDraftFromRow(capture: Capture, row: number): FrameDraft {
  const frame = frameOf(capture, row);
  if (!hasExactHeader(frame)) {
    const bytes = Buffer.from(bytesOf(capture, row, 'frame'));
    return { kind: 'raw', encoding: 'base64', text: bytes.toString('base64') };
  }
  const payload = Buffer.from(bytesOf(capture, row, 'payload'));
  return {
    ...laboratoryFrame(opcodeOf(frame.firstByte), payload),
    fin: finOf(frame.firstByte),
    rsv1: rsv1Of(frame.firstByte),
    rsv2: rsv2Of(frame.firstByte),
    rsv3: rsv3Of(frame.firstByte),
    ...maskingOf(frame),
    ...lengthOf(frame),
  };
}

/**
 * The draft that sends the whole message again that a row belongs to, or its control frame: its
 * content, however it was cut and compressed. What no such draft can say is sent as one frame.
 *
 * @throws RequestError `no-draft` with the reason
 */
export function messageDraftFromRow(capture: Capture, row: number): FrameDraft {
  const { firstByte, message } = frameOf(capture, row);
  if (!message) return controlDraft(capture, row, opcodeOf(firstByte));
  assertComplete(capture, row);
  const content = Buffer.from(bytesOf(capture, row, 'message'));
  if (message.opcode === Opcode.binary) {
    return { kind: 'binary', encoding: 'base64', text: content.toString('base64') };
  }
  if (!isUtf8(content)) return laboratoryFrame(Opcode.text, content);
  return { kind: 'text', text: content.toString() };
}

function controlDraft(capture: Capture, row: number, opcode: number): FrameDraft {
  const payload = Buffer.from(bytesOf(capture, row, 'payload'));
  const draft = controlDraftOf(opcode, payload);
  return draft && draftPayload(draft).ok ? draft : frameDraftFromRow(capture, row);
}

function controlDraftOf(opcode: number, payload: Buffer): FrameDraft | undefined {
  if (opcode === Opcode.close) {
    const isReasonText = isUtf8(payload.subarray(2)) && payload.length !== 1;
    return isReasonText ? { kind: 'close', ...readClosePayload(payload) } : undefined;
  }
  if (opcode !== Opcode.ping && opcode !== Opcode.pong) return undefined;
  return { kind: opcode === Opcode.ping ? 'ping' : 'pong', ...writtenAs('text', payload) };
}

function frameOf(capture: Capture, row: number): CapturedFrame {
  const frame = capture.frame(row);
  if (!frame) throw noDraft('This row is no frame. Choose one that is.');
  if (!frame.bytesKept) throw noDraft(bytesGone);
  return frame;
}

/** A header that came whole, and whose length a number says exactly. */
function hasExactHeader({ findings, payloadLength }: CapturedFrame): boolean {
  const isCut = (findings & findingBit('truncated')) !== 0 && payloadLength === 0;
  return !isCut && Number.isSafeInteger(payloadLength);
}

function laboratoryFrame(opcode: number, payload: Buffer): LaboratoryDraft {
  const bits = { fin: true, rsv1: false, rsv2: false, rsv3: false };
  const encoding = opcode === Opcode.text || isControl(opcode) ? 'text' : 'base64';
  return { kind: 'frame', ...bits, opcode, masked: true, ...writtenAs(encoding, payload) };
}

/** Bytes as text if they are, and if they should be; else as base64. */
function writtenAs(wanted: 'text' | 'base64', bytes: Buffer) {
  const encoding = wanted === 'text' && isUtf8(bytes) ? 'text' : 'base64';
  return { encoding, text: bytes.toString(encoding === 'text' ? 'utf8' : 'base64') } as const;
}

function maskingOf({ direction, masked, maskingKey }: CapturedFrame) {
  if (direction === 'in') return { masked: true };
  return masked ? { masked, maskingKey: maskingKey.toString(16).padStart(8, '0') } : { masked };
}

function lengthOf({ lengthBits, payloadLength, payloadReceived }: CapturedFrame) {
  return {
    ...(lengthBits !== shortestLengthBits(payloadLength) && { lengthBits }),
    ...(payloadLength !== payloadReceived && { declaredLength: payloadLength }),
  };
}

function assertComplete(capture: Capture, row: number): void {
  const message = capture.message(row);
  if (message?.lastRow === undefined) {
    throw noDraft('Fragments of this message are missing. Send its frames one by one.');
  }
  if (!message.bytesKept) throw noDraft(bytesGone);
  if (!message.compressed) return;
  const inflated = capture.inflatedMessage(message.firstRow);
  const problem = inflated ? inflated.problem : 'This message is still being inflated.';
  if (problem !== undefined) throw noDraft(`${problem} Send its frames one by one.`);
}

function bytesOf(capture: Capture, row: number, view: 'frame' | 'payload' | 'message'): Uint8Array {
  const { bytes, total } = capture.bytes(row, view, 0, longestRowDraft);
  if (total <= longestRowDraft) return bytes;
  throw noDraft(
    `Up to ${longestRowDraft} bytes of a row can be sent again from here; this has ${total}.`,
  );
}

const bytesGone = 'The bytes are no longer kept, since the memory limit was reached. Raise it.';

function noDraft(message: string): RequestError {
  return new RequestError('no-draft', message);
}
