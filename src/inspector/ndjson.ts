import type { Capture, CapturedFrame, MessageOfFrame } from '../capture/capture';
import { findingsOf } from '../wire/finding';
import { finOf, opcodeOf } from '../wire/frameBits';
import { Opcode } from '../wire/opcode';
import { completedMessage } from './completedMessage';
import {
  base64Of,
  messageOf,
  payloadOf,
  textOf,
  type Content,
  type LinePart,
  type Notation,
} from './content';

const notation: Notation = {
  text: {
    before: ',"text":"',
    escape: (text) => JSON.stringify(text).slice(1, -1),
    after: '"',
  },
  base64: { before: ',"base64":"', after: '"' },
};

/** RSV1 to RSV3 as the elements of an array, by their number. */
const rsvOf = ['0,0,0', '0,0,1', '0,1,0', '0,1,1', '1,0,0', '1,0,1', '1,1,0', '1,1,1'] as const;

/**
 * A row as one line of NDJSON: a frame, or that a connection opened or closed. No part for other
 * rows, which are for people.
 */
export function ndjsonOf(capture: Capture, row: number): LinePart[] {
  const frame = capture.frame(row);
  if (frame) return frameParts(capture, row, frame);
  const event = capture.status(row)?.event;
  return event ? [JSON.stringify(event)] : [];
}

/** `payload` is unmasked but not inflated; `message` stands at the last frame of a message. */
function frameParts(capture: Capture, row: number, frame: CapturedFrame): LinePart[] {
  const payload = payloadOf(capture, row);
  return [
    `${fieldsOf(capture, row, frame)},"payload":"`,
    base64Of(payload),
    '"',
    ...messageParts(capture, row, frame, payload),
    `,"findings":${findingsJson(frame.findings)}}`,
  ];
}

/** The first fields of the object. None of them needs escaping, so that no object has to be made. */
function fieldsOf(capture: Capture, row: number, frame: CapturedFrame): string {
  const { direction, firstByte, masked, headerLength, payloadLength, position } = frame;
  const us = capture.timeUs(row) - capture.openedUs(row);
  const maskKey = masked ? `"${frame.maskingKey.toString(16).padStart(8, '0')}"` : 'null';
  return (
    `{"type":"frame","row":${row},"dir":"${direction}","us":${us}` +
    `,"fin":${finOf(firstByte)},"rsv":[${rsvOf[(firstByte >> 4) & 7]}]` +
    `,"opcode":${opcodeOf(firstByte)},"masked":${masked},"maskKey":${maskKey}` +
    `,"headerLength":${headerLength},"payloadLength":${payloadLength},"offset":${position}`
  );
}

function messageParts(
  capture: Capture,
  row: number,
  frame: CapturedFrame,
  payload: Content,
): LinePart[] {
  const message = completedMessage(capture, row, frame);
  if (!message) return [];
  const { firstRow, compressed, opcode } = message;
  const facts = `,"message":{"id":${firstRow},"first":${firstRow},"last":${row},"compressed":${compressed}`;
  if (!message.readable) return [facts, problemPart(capture, message), '}'];
  const isPayload = firstRow === row && !compressed;
  const content = isPayload ? payload : messageOf(capture, row, message);
  if (opcode === Opcode.text) return [facts, textOf(content, notation), '}'];
  return [facts, notation.base64.before, base64Of(content), notation.base64.after, '}'];
}

/** Why a message has neither text nor base64; nothing if it is not inflated yet. */
function problemPart(capture: Capture, { compressed, firstRow }: MessageOfFrame): string {
  const problem = compressed ? capture.inflatedMessage(firstRow)?.problem : bytesGone;
  return problem === undefined ? '' : `,"problem":${JSON.stringify(problem)}`;
}

const bytesGone = 'Bytes of this message are no longer kept.';

function findingsJson(bits: number): string {
  if (bits === 0) return '[]';
  const findings = findingsOf(bits).map(({ code, severity, section, text }) => ({
    code,
    severity,
    section,
    text,
  }));
  return JSON.stringify(findings);
}
