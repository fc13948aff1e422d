import type { Sender } from '../../src/wire/direction';
import { findingsOf, type FindingCode } from '../../src/wire/finding';
import { FrameDecoder, type DecodedFrame } from '../../src/wire/frameDecoder';

/** A copy of what the decoder reported, its findings by their codes. */
export interface ReadFrame extends Omit<DecodedFrame, 'findings'> {
  readonly findings: readonly FindingCode[];
}

export interface StreamToRead {
  readonly sender: Sender;
  readonly permessageDeflate?: boolean;
  readonly startPosition?: number;
}

/** Decodes a whole stream that comes in these chunks and then ends. */
export function readFrames(chunks: readonly Uint8Array[], stream: StreamToRead): ReadFrame[] {
  const frames: ReadFrame[] = [];
  const decoder = new FrameDecoder({
    permessageDeflate: false,
    ...stream,
    onFrame: (frame) =>
      frames.push({ ...frame, findings: findingsOf(frame.findings).map(({ code }) => code) }),
  });
  for (const chunk of chunks) decoder.push(chunk);
  decoder.end();
  return frames;
}
