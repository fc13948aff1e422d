import type { CheckResult } from './checkerProtocol';
import type { Hello } from './hello';

/** `ready` before the first run; `failed` if no check could be played, see `problem`. */
export type CheckState = 'ready' | 'running' | 'done' | 'stopped' | 'failed';

/** All that a panel shows of a run but its results, which it reads. Complete, never a delta. */
export interface CheckSnapshot {
  /** The address of the server, secrets masked. */
  readonly url: string;
  /** Which run of the panel this is, from 1; results of another are of no use. */
  readonly run: number;
  readonly state: CheckState;
  /** Results that can be read. */
  readonly done: number;
  /** Checks that are asked for; 0 as long as that is not known. */
  readonly total: number;
  /** What was found out about the server, in sentences; empty until the end. */
  readonly facts: string;
  readonly durationMs: number;
  readonly problem: { readonly code: string; readonly message: string } | undefined;
}

/** What the host says to a panel that has just opened. */
export interface CheckWelcome extends Hello {
  readonly snapshot: CheckSnapshot;
}

/** Requests that the panel of a check may make of the host, which checks every one. */
export interface CheckPanelMethods {
  'panel/hello': { params: Hello; result: CheckWelcome };
  /** A sign of life; a host that does not answer in time is taken for dead. */
  'host/ping': { params: null; result: null };
  /** Checks the server again. */
  'check/start': { params: { acceptUntrustedCertificate: boolean }; result: null };
  'check/stop': { params: null; result: null };
  /** The results from the one with index `from` on, in the order in which they came. */
  'results/read': {
    params: { run: number; from: number };
    result: { results: readonly CheckResult[] };
  };
  /** Opens the report as Markdown in an editor. */
  'report/export': { params: null; result: null };
}

/** What the host tells the panel of a check without being asked. */
export interface CheckPanelNotices {
  'check/changed': CheckSnapshot;
}
