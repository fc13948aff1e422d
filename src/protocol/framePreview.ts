import type { FindingText, FrameFields } from './frameDetail';

/** The header of a frame that is not sent yet, as the other end would read it. */
export interface PreviewedFrame extends Omit<
  FrameFields,
  'row' | 'direction' | 'timeUs' | 'wallMs' | 'position'
> {
  /** Where among the bytes it begins; negative for one of which the beginning was sent before. */
  readonly offset: number;
}

/** What would cross the wire if a draft were sent now. */
export interface FramePreview {
  /** Names this preview in `frame/send`, until there is a newer one. */
  readonly preview: number;
  /** The first bytes, at most `longestPreview`. */
  readonly bytes: ArrayBuffer;
  /** How many bytes there are. */
  readonly size: number;
  /** The first frames, at most 200, and how many there are. */
  readonly frames: readonly PreviewedFrame[];
  readonly frameCount: number;
  /** What the bytes break, and what is worth knowing, the gravest first. */
  readonly findings: readonly FindingText[];
  /** Whether sending it takes the user's consent: it breaks a rule, and not to this machine. */
  readonly needsConfirmation: boolean;
  /** What may be otherwise once it is sent, in words; empty if nothing. */
  readonly notes: readonly string[];
}

/** Most bytes that a preview shows. */
export const longestPreview = 64 * 1024;
