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
  const { opcode, firstRow, compressed } = message;
  const readable = compressed
    ? isInflated(capture, firstRow)
    : // Bytes go from the oldest on: if the first frame has its bytes, so have the others.
      (firstRow === row ? frame : capture.frame(firstRow))?.bytesKept === true;
  return { opcode, firstRow, compressed, readable };
}

function isInflated(capture: Capture, firstRow: number): boolean {
  const inflated = capture.inflatedMessage(firstRow);
  return inflated !== undefined && inflated.problem === undefined;
}
