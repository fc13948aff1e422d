import type { Capture, CapturedMessage } from '../capture/capture';
import type { FrameDetail, FrameFields, MessageFacts } from '../protocol/frameDetail';
import { findingsOf } from '../wire/finding';
import { finOf, opcodeOf, rsv1Of, rsv2Of, rsv3Of } from '../wire/frameBits';
import type { DecodedFrame } from '../wire/frameDecoder';
import { Opcode } from '../wire/opcode';
import { isTextual, messageOf } from './content';
import { messageParts } from './messageParts';

/** All facts of a row; `undefined` if the row is not kept. */
export function frameDetailOf(capture: Capture, row: number): FrameDetail | undefined {
  const timeUs = capture.timeUs(row);
  const wallMs = capture.startWallMs + timeUs / 1000;
  const frame = capture.frame(row);
  if (frame) {
    const { direction, position } = frame;
    const fields = { ...headerFields(frame), direction, position, row, timeUs, wallMs };
    return { kind: 'frame', fields, message: messageFacts(capture, row) };
  }
  const status = capture.status(row);
  return status && { kind: 'status', row, timeUs, wallMs, ...status };
}

/** What a frame says by itself, wherever it stands. */
export function headerFields(
  frame: Omit<DecodedFrame, 'position'>,
): Omit<FrameFields, 'row' | 'direction' | 'timeUs' | 'wallMs' | 'position'> {
  return {
    fin: finOf(frame.firstByte),
    rsv1: rsv1Of(frame.firstByte),
    rsv2: rsv2Of(frame.firstByte),
    rsv3: rsv3Of(frame.firstByte),
    opcode: opcodeOf(frame.firstByte),
    masked: frame.masked,
    maskingKey: frame.masked ? frame.maskingKey.toString(16).padStart(8, '0') : '',
    lengthBits: frame.lengthBits,
    headerLength: frame.headerLength,
    payloadLength: frame.payloadLength,
    payloadReceived: frame.payloadReceived,
    findings: findingsOf(frame.findings).map(({ code, severity, section, text }) => ({
      code,
      severity,
      section,
      text,
    })),
  };
}

function messageFacts(capture: Capture, row: number): MessageFacts | undefined {
  const message = capture.message(row);
  if (!message) return undefined;
  const lastRow = newestFragment(capture, message);
  const inflated = message.compressed ? capture.inflatedMessage(message.firstRow) : undefined;
  return {
    opcode: message.opcode,
    firstRow: message.firstRow,
    lastRow: message.lastRow,
    fragments: message.fragments,
    compressed: message.compressed,
    wireLength: message.wireLength,
    durationUs: capture.timeUs(lastRow) - capture.timeUs(Math.max(message.firstRow, capture.first)),
    parts: messageParts(capture, message),
    length: message.compressed ? inflated?.length : message.wireLength,
    problem: problemOf(message, inflated) ?? compressedTextProblem(capture, message),
  };
}

function newestFragment(capture: Capture, { firstRow, lastRow }: CapturedMessage): number {
  if (lastRow !== undefined) return lastRow;
  let newest = firstRow;
  for (const fragment of capture.fragments(firstRow)) newest = fragment;
  return newest;
}

/** What a decoder cannot see in the bytes of a frame: text is UTF-8 once it is inflated. */
function compressedTextProblem(capture: Capture, message: CapturedMessage): string | undefined {
  const { opcode, compressed, lastRow, firstRow } = message;
  if (!compressed || opcode !== Opcode.text || lastRow === undefined) return undefined;
  if (isTextual(messageOf(capture, firstRow, message))) return undefined;
  return 'This text message is not UTF-8 as it has to be (RFC 6455 §8.1).';
}

function problemOf(
  message: NonNullable<ReturnType<Capture['message']>>,
  inflated: ReturnType<Capture['inflatedMessage']>,
): string | undefined {
  if (inflated) return inflated.problem;
  if (!message.bytesKept) {
    return 'Not all bytes of this message are kept, since the memory limit was reached.';
  }
  if (!message.compressed) return undefined;
  if (message.lastRow !== undefined) return 'This compressed message could not be inflated.';
  return 'Fragments are missing, so this compressed message cannot be inflated yet.';
}
