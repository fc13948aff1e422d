import { Capture } from '../../../../src/capture/capture';
import { FrameDecoder } from '../../../../src/wire/frameDecoder';
import type { Direction } from '../../../../src/wire/direction';
import { encodeFrame, type FrameToEncode } from '../../../support/encodeFrame';

export interface FrameToCapture extends FrameToEncode {
  /** Received unless told. */
  readonly direction?: Direction;
}

/** A capture in memory of one connection with these frames, one every 5 µs. */
export function captureOfFrames(
  frames: readonly FrameToCapture[],
  { permessageDeflate = false, memoryLimit = 1e8 } = {},
): Capture {
  const capture = new Capture({ memoryLimit, startUs: 0, startWallMs: 0 });
  capture.beginConnection();
  capture.setPermessageDeflate(permessageDeflate);
  let timeUs = 0;
  const decoderOf = (direction: Direction) =>
    new FrameDecoder({
      sender: direction === 'in' ? 'server' : 'client',
      permessageDeflate,
      onFrame: (frame) => capture.appendFrame(direction, timeUs, frame),
    });
  const decoders = { in: decoderOf('in'), out: decoderOf('out') };
  for (const { direction = 'in', ...frame } of frames) {
    const bytes = encodeFrame(frame);
    capture.appendBytes(direction, bytes);
    decoders[direction].push(bytes);
    timeUs += 5;
  }
  return capture;
}
