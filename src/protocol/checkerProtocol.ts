import type { Hello } from './hello';

/** What a check came to: `unclear` is neither praise nor blame. */
export type Verdict = 'pass' | 'fail' | 'unclear';

/** Something that one side did in the course of a check, fit to be shown. */
export interface CheckStep {
  readonly from: 'client' | 'server';
  /** Milliseconds since the check began. */
  readonly ms: number;
  readonly kind: 'head' | 'frame' | 'event';
  /** The head of an opening handshake, secrets masked; a frame in a few words; or what happened. */
  readonly text: string;
  /** The beginning of a frame as on the wire, `81 85 …`; empty for all else. */
  readonly hex: string;
  /** Bytes of the whole frame. */
  readonly length: number;
  /** Codes of the rules that a frame breaks. */
  readonly breaks: readonly string[];
}

/** One question to a server, and what came of it. */
export interface CheckResult {
  /** Its place among all checks, from 0. */
  readonly order: number;
  readonly chapter: string;
  readonly id: string;
  readonly title: string;
  /** `RFC 6455 §5.2` for instance. */
  readonly section: string;
  readonly level: 'MUST' | 'SHOULD';
  /** What the RFC wants of the server, as a sentence. */
  readonly wants: string;
  readonly verdict: Verdict;
  /** What was seen, as a sentence. */
  readonly reason: string;
  readonly steps: readonly CheckStep[];
  /** Steps that are not among them, since there were too many. */
  readonly stepsOmitted: number;
  readonly ms: number;
}

/** Which server to check, and how. */
export interface CheckOrder {
  /** With its secrets. */
  readonly url: string;
  /** That a server on another machine may be checked: the user was asked. */
  readonly confirmed: boolean;
  readonly acceptUntrustedCertificate: boolean;
  /** Names of query parameters and header fields whose values are masked in all that is told. */
  readonly secretNames: readonly string[];
}

/** How far the checks are, with the newest result. */
export interface CheckProgress {
  readonly result: CheckResult;
  readonly done: number;
  readonly total: number;
}

/** The end of all checks, or of those that were done when they were stopped. */
export interface CheckReport {
  /** What was found out about the server, in sentences. */
  readonly facts: string;
  readonly done: number;
  readonly total: number;
  readonly durationMs: number;
  /** All of it for people, as Markdown. */
  readonly markdown: string;
}

/** Requests that the checker's thread answers. It checks one server, once. */
export interface CheckerMethods {
  'checker/hello': { params: Hello; result: Hello };
  /**
   * Checks a server. Fails with `bad-address`, `not-confirmed`, `cannot-connect` or
   * `untrusted-certificate`, and a sentence.
   */
  'checker/run': { params: CheckOrder; result: CheckReport };
  /** Ends the checks: the report has what is known so far. */
  'checker/stop': { params: null; result: null };
}

/** What the checker tells without being asked. */
export interface CheckerNotices {
  'checker/result': CheckProgress;
}
