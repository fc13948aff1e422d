import type { FindingCode } from '../wire/finding';
import { maskSecrets } from '../wire/knownSecrets';
import { maskHead } from '../wire/secretMask';
import type { SeenFrame } from './frameStream';
import { frameText } from './frameText';

/** Bytes of a frame that a transcript keeps. */
export const longestBytesKept = 256;

/** Steps that the transcript of one check keeps. */
export const mostStepsKept = 200;

/** Something that one side did. */
export interface Step {
  readonly from: 'client' | 'server';
  /** Milliseconds since the check began. */
  readonly ms: number;
  readonly kind: 'head' | 'frame' | 'event';
  /**
   * A head as it crossed the wire, secrets masked, one character a byte; a frame in a few words;
   * an event as the end of a sentence about the one who did it.
   */
  readonly text: string;
  /** The first {@link longestBytesKept} bytes of a frame; empty for all else. */
  readonly bytes: Uint8Array;
  /** How many bytes there are. */
  readonly length: number;
  /** Which rules a frame breaks. */
  readonly breaks: readonly FindingCode[];
}

/** What must not be shown of a request, nor of an answer that repeats it. */
export interface Secrets {
  /** Of query parameters and header fields whose values are secret. */
  readonly names: readonly string[];
  /** What stands in requests to this server, see `hiddenSecrets`. */
  readonly values: readonly string[];
}

export const noSecrets: Secrets = { names: [], values: [] };

/** Keeps what both sides did in the course of one check. */
export class Transcript {
  readonly steps: Step[] = [];
  /** Steps that were not kept because there were too many. */
  omitted = 0;
  private readonly startMs = performance.now();

  constructor(private readonly secrets: Secrets) {}

  request(head: string): void {
    this.add('client', 'head', maskHead(head, this.secrets.names), head.length);
  }

  /** @param head also one that has not come whole, or is no HTTP */
  answer(head: string): void {
    const masked = maskHead(head, this.secrets.names);
    this.add('server', 'head', maskSecrets(masked, this.secrets.values), head.length);
  }

  frame(from: 'client' | 'server', frame: SeenFrame): void {
    const { bytes, findings } = frame;
    const breaks = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    this.add(from, 'frame', frameText(frame, from), bytes.length, bytes, breaks);
  }

  /** @param text what that side does: `ends its side of the TCP connection` */
  event(from: 'client' | 'server', text: string): void {
    this.add(from, 'event', text, 0);
  }

  private add(
    from: Step['from'],
    kind: Step['kind'],
    text: string,
    length: number,
    bytes: Uint8Array = new Uint8Array(0),
    breaks: readonly FindingCode[] = [],
  ): void {
    if (this.steps.length >= mostStepsKept) {
      this.omitted++;
      return;
    }
    const ms = Math.round(performance.now() - this.startMs);
    const kept = bytes.slice(0, longestBytesKept);
    this.steps.push({ from, ms, kind, text, bytes: kept, length, breaks });
  }
}
