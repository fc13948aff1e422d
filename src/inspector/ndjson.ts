import type { BytesView, Capture, CapturedFrame } from '../capture/capture';
import type { ConnectionEvent } from '../capture/connectionEvent';
import { findingsOf } from '../wire/finding';
import { finOf, opcodeOf, rsv1Of, rsv2Of, rsv3Of } from '../wire/frameBits';
import { Opcode } from '../wire/opcode';
import { completedMessage } from './completedMessage';
import { base64Of, isText, sliceText } from './payloadText';

/**
 * A row as one line of NDJSON, in pieces: a frame, or that a connection opened or closed. Nothing
 * for other rows, which are for people.
 */
export function* ndjsonOf(capture: Capture, row: number): Generator<string, void> {
  const frame = capture.frame(row);
  if (frame) yield* frameLine(capture, row, frame);
  else yield* eventLine(capture.status(row)?.event);
}

function* eventLine(event: ConnectionEvent | undefined): Generator<string, void> {
  if (event) yield JSON.stringify(event);
}

/** `payload` is unmasked but not inflated; `message` stands at the last frame of a message. */
function* frameLine(capture: Capture, row: number, frame: CapturedFrame): Generator<string, void> {
  yield JSON.stringify(fieldsOf(capture, row, frame)).slice(0, -1);
  yield ',"payload":';
  yield* quotedBase64(capture, row, 'payload');
  yield* messagePart(capture, row, frame);
  yield `,"findings":${JSON.stringify(findingsJson(frame.findings))}}`;
}

function fieldsOf(capture: Capture, row: number, frame: CapturedFrame) {
  const { firstByte, masked, maskingKey } = frame;
  return {
    type: 'frame',
    row,
    dir: frame.direction,
    us: capture.timeUs(row) - capture.openedUs(row),
    fin: finOf(firstByte),
    rsv: [rsv1Of(firstByte), rsv2Of(firstByte), rsv3Of(firstByte)].map(Number),
    opcode: opcodeOf(firstByte),
    masked,
    maskKey: masked ? maskingKey.toString(16).padStart(8, '0') : null,
    headerLength: frame.headerLength,
    payloadLength: frame.payloadLength,
    offset: frame.position,
  };
}

function* messagePart(
  capture: Capture,
  row: number,
  frame: CapturedFrame,
): Generator<string, void> {
  const message = completedMessage(capture, row, frame);
  if (!message) return;
  const { firstRow, compressed, opcode } = message;
  const facts = { id: firstRow, first: firstRow, last: row, compressed };
  yield `,"message":${JSON.stringify(facts).slice(0, -1)}`;
  if (message.readable) {
    const asText = opcode === Opcode.text && isText(capture, row, 'message');
    yield asText ? ',"text":' : ',"base64":';
    yield* asText ? quotedText(capture, row) : quotedBase64(capture, row, 'message');
  }
  yield '}';
}

function* quotedText(capture: Capture, row: number): Generator<string, void> {
  yield '"';
  for (const text of sliceText(capture, row, 'message')) yield JSON.stringify(text).slice(1, -1);
  yield '"';
}

function* quotedBase64(capture: Capture, row: number, view: BytesView): Generator<string, void> {
  yield '"';
  yield* base64Of(capture, row, view);
  yield '"';
}

function findingsJson(bits: number) {
  return findingsOf(bits).map(({ code, severity, section, text }) => ({
    code,
    severity,
    section,
    text,
  }));
}
