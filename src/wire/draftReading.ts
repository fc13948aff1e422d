import { findingBit, findingsOf, type Finding } from './finding';
import type { DecodedFrame, FrameDecoder } from './frameDecoder';

/** What a draft breaks, or what is worth knowing before it is sent. */
export type DraftFinding = Pick<Finding, 'severity' | 'section' | 'text'> & {
  /** Stable. */
  readonly code: string;
};

/** What the other end would read in bytes that are not sent yet. */
export interface DraftReading {
  /** Position of the first of the bytes in the stream. */
  readonly start: number;
  /** The first frames. One that began before these bytes stands before their start. */
  readonly frames: readonly DecodedFrame[];
  /** How many frames there are, those beyond the first included. */
  readonly frameCount: number;
  /** What the frames break, each once, the gravest first. */
  readonly findings: readonly DraftFinding[];
}

/** Frames of a draft that are listed; the others are counted and judged. */
export const mostFramesListed = 200;

const continuesFrame: DraftFinding = {
  code: 'continues-frame',
  severity: 'warning',
  section: 'RFC 6455 §5.2',
  text: 'A frame is as long as its header says. Bytes are missing of the one sent before, so these bytes count as its rest first.',
};

const unfinishedFrame: DraftFinding = {
  code: 'unfinished-frame',
  severity: 'warning',
  section: 'RFC 6455 §5.2',
  text: 'A frame is as long as its header says. Bytes are missing of the last one here, so what is sent next counts as its rest.',
};

/** Said of a frame whose masking key was not left to chance. */
export const chosenMaskingKey: DraftFinding = {
  code: 'chosen-masking-key',
  severity: 'warning',
  section: 'RFC 6455 §5.3',
  text: 'The masking key must be unpredictable; this one is chosen.',
};

/** Said of a frame that is marked as compressed and is not. */
export const notDeflate: DraftFinding = {
  code: 'not-deflate',
  severity: 'error',
  section: 'RFC 7692 §7.2.2',
  text: 'A message whose first frame sets RSV1 must be data that DEFLATE can decompress; this one is not.',
};

const gravity = ['error', 'warning', 'info'];

/**
 * Reads bytes as the other end would if they came next.
 *
 * @param decoder of the direction, as far as its stream has come; it is left as it is
 * @param more findings that the bytes do not show by themselves
 */
export function readDraft(
  chunks: readonly Uint8Array[],
  decoder: FrameDecoder,
  more: readonly DraftFinding[] = [],
): DraftReading {
  const frames: DecodedFrame[] = [];
  let frameCount = 0;
  let bits = 0;
  const fork = decoder.fork((frame) => {
    // The stream does not end with the draft: what is missing may still come.
    const findings = frame.findings & ~findingBit('truncated');
    frameCount++;
    bits |= findings;
    if (frames.length < mostFramesListed) frames.push({ ...frame, findings });
  });
  for (const chunk of chunks) fork.push(chunk);
  const isUnfinished = fork.insideFrame;
  fork.end();
  const findings: DraftFinding[] = [
    ...findingsOf(bits),
    ...more,
    ...(decoder.insideFrame ? [continuesFrame] : []),
    ...(isUnfinished ? [unfinishedFrame] : []),
  ];
  return {
    start: decoder.position,
    frames,
    frameCount,
    findings: findings.toSorted(
      (a, b) => gravity.indexOf(a.severity) - gravity.indexOf(b.severity),
    ),
  };
}
