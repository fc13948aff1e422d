import type { Capture, CapturedMessage } from '../capture/capture';
import type { MessagePart } from '../protocol/frameDetail';
import { finOf, opcodeOf } from '../wire/frameBits';
import { isControl } from '../wire/opcode';

/** Most fragments and control frames of a message that are told of. */
export const mostParts = 200;
/** Most rows that are looked at for them: those of other messages may lie between. */
const mostRowsLookedAt = 20_000;

/**
 * The fragments of a message and the control frames of both directions between them
 * (RFC 6455 §5.4), oldest first: all, or the first ones. None for a message of one frame.
 */
export function messageParts(capture: Capture, message: CapturedMessage): readonly MessagePart[] {
  const { firstRow, fragments } = message;
  if (fragments < 2) return [];
  const parts: MessagePart[] = [];
  let missing = fragments;
  const end = Math.min(capture.total, firstRow + mostRowsLookedAt);
  for (let row = Math.max(firstRow, capture.first); row < end && missing > 0; row++) {
    if (parts.length === mostParts) break;
    const frame = capture.frame(row);
    if (!frame) continue;
    const isFragment = frame.message?.firstRow === firstRow;
    const opcode = opcodeOf(frame.firstByte);
    if (!isFragment && !isControl(opcode)) continue;
    if (isFragment) missing--;
    const { direction, payloadReceived: size } = frame;
    const timeUs = capture.timeUs(row);
    parts.push({ row, direction, opcode, fin: finOf(frame.firstByte), size, timeUs, isFragment });
  }
  return parts;
}
