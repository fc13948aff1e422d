import type { FindingText } from '../protocol/frameDetail';
import { longestPreview, type FramePreview } from '../protocol/framePreview';
import { sizeOf } from '../session/frameSender';
import type { EncodedFrames } from '../session/outgoingEncoder';
import type { DraftReading } from '../wire/draftReading';
import { headerFields } from './frameDetail';

/** What encoded frames and what was read in them look like to whoever is about to send them. */
export function framePreviewOf(
  encoded: EncodedFrames,
  reading: DraftReading,
): Pick<FramePreview, 'bytes' | 'size' | 'frames' | 'frameCount' | 'findings'> {
  return {
    bytes: firstBytes(encoded.chunks, longestPreview),
    size: sizeOf(encoded),
    frames: reading.frames.map((frame) => ({
      ...headerFields(frame),
      offset: frame.position - reading.start,
    })),
    frameCount: reading.frameCount,
    findings: reading.findings satisfies readonly FindingText[],
  };
}

/** Copies up to `most` bytes from the beginning of what the chunks are together. */
function firstBytes(chunks: readonly Uint8Array[], most: number): ArrayBuffer {
  const parts: Uint8Array[] = [];
  let left = most;
  for (const chunk of chunks) {
    if (left === 0) break;
    const part = chunk.subarray(0, left);
    parts.push(part);
    left -= part.length;
  }
  return Uint8Array.from(Buffer.concat(parts)).buffer;
}
