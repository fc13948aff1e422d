import type { Capture } from '../../../../src/capture/capture';
import type { Direction } from '../../../../src/wire/direction';
import { encodeFrame, type FrameToEncode } from '../../../support/encodeFrame';
import { CaptureFeed } from '../../capture/support/captureFeed';

export interface FrameToCapture extends FrameToEncode {
  /** Received unless told. */
  readonly direction?: Direction;
}

/** A capture in memory of one connection with these frames, one every 5 µs. */
export function captureOfFrames(
  frames: readonly FrameToCapture[],
  { permessageDeflate = false, memoryLimit = 1e8 } = {},
): Capture {
  let timeUs = -5;
  const clock = () => (timeUs += 5);
  const feed = new CaptureFeed({ memoryLimit, clock, startUs: 0 }).connect(permessageDeflate);
  for (const { direction = 'in', ...frame } of frames) feed.push(direction, encodeFrame(frame));
  return feed.capture;
}
