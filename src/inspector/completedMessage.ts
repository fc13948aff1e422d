import type { Capture, CapturedFrame, MessageOfFrame } from '../capture/capture';
import { findingBit } from '../wire/finding';
import { finOf } from '../wire/frameBits';

export interface CompletedMessage extends MessageOfFrame {
  /** False if bytes of it are gone, or it could not be inflated. */
  readonly readable: boolean;
}

/** The message that this frame completes; `undefined` for any other frame. */
export function completedMessage(
  capture: Capture,
  row: number,
  frame: CapturedFrame,
): CompletedMessage | undefined {
  const { message } = frame;
  const truncated = (frame.findings & findingBit('truncated')) !== 0;
  if (!message || !finOf(frame.firstByte) || truncated) return undefined;
  return { ...message, readable: isReadable(capture, row, frame, message) };
}

function isReadable(
  capture: Capture,
  row: number,
  frame: CapturedFrame,
  message: MessageOfFrame,
): boolean {
  // Most messages are one frame, for which no fragments have to be looked for.
  if (!message.compressed && message.firstRow === row) return frame.bytesKept;
  if (!message.compressed) return capture.message(row)?.bytesKept ?? false;
  const inflated = capture.inflatedMessage(message.firstRow);
  return inflated !== undefined && inflated.problem === undefined;
}
