import type { Capture, CapturedFrame } from '../capture/capture';
import type { ConnectionEvent } from '../capture/connectionEvent';
import { findingsOf } from '../wire/finding';
import { finOf, opcodeOf, rsv1Of, rsv2Of, rsv3Of } from '../wire/frameBits';
import { Opcode } from '../wire/opcode';
import { completedMessage } from './completedMessage';
import { Content } from './content';

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
  const payload = new Content(capture, row, 'payload');
  yield `{"type":"frame",${frameFields(capture, row, frame)},"payload":"`;
  yield* payload.base64();
  yield '"';
  yield* messageField(capture, row, frame, payload);
  yield `,"findings":${findingsJson(frame.findings)}}`;
}

/** Put together by hand, which takes a tenth of the time: there may be 50,000 in a second. */
function frameFields(capture: Capture, row: number, frame: CapturedFrame): string {
  const { direction, firstByte, masked, maskingKey } = frame;
  const us = capture.timeUs(row) - capture.openedUs(row);
  const rsv = [rsv1Of(firstByte), rsv2Of(firstByte), rsv3Of(firstByte)].map(Number).join();
  const maskKey = masked ? `"${maskingKey.toString(16).padStart(8, '0')}"` : 'null';
  return (
    `"row":${row},"dir":"${direction}","us":${us},"fin":${finOf(firstByte)},"rsv":[${rsv}],` +
    `"opcode":${opcodeOf(firstByte)},"masked":${masked},"maskKey":${maskKey},` +
    `"headerLength":${frame.headerLength},"payloadLength":${frame.payloadLength},` +
    `"offset":${frame.position}`
  );
}

function* messageField(
  capture: Capture,
  row: number,
  frame: CapturedFrame,
  payload: Content,
): Generator<string, void> {
  const message = completedMessage(capture, row, frame);
  if (!message) return;
  const { firstRow, compressed, opcode, readable } = message;
  yield `,"message":{"id":${firstRow},"first":${firstRow},"last":${row},"compressed":${compressed}`;
  if (readable) {
    const isPayload = firstRow === row && !compressed;
    const content = isPayload ? payload : new Content(capture, row, 'message');
    yield* opcode === Opcode.text && content.isText ? textField(content) : base64Field(content);
  }
  yield '}';
}

function* textField(content: Content): Generator<string, void> {
  yield ',"text":"';
  for (const text of content.text()) yield JSON.stringify(text).slice(1, -1);
  yield '"';
}

function* base64Field(content: Content): Generator<string, void> {
  yield ',"base64":"';
  yield* content.base64();
  yield '"';
}

function findingsJson(bits: number): string {
  if (bits === 0) return '[]';
  return JSON.stringify(
    findingsOf(bits).map(({ code, severity, section, text }) => ({
      code,
      severity,
      section,
      text,
    })),
  );
}
