import baseline from './conformanceBaseline.json';
import type { EchoPeerName } from '../support/peers/echoPeer';

/** Ids of the checks that a version of a server does not pass; it passes all others. */
export interface Shortcomings {
  readonly fail: readonly string[];
  readonly unclear: readonly string[];
}

/** What is known of servers, by version. docs/conformance.md explains all of it. */
export const knownShortcomings: Readonly<
  Record<EchoPeerName, Readonly<Record<string, Shortcomings>>>
> = baseline;
