import type { FrameDraft } from './frameDraft';

/** Something to send, kept under a name until it is deleted. */
export interface SavedMessage {
  /** No two have the same. */
  readonly name: string;
  readonly draft: FrameDraft;
}

/** Longest name, in UTF-16 units. */
export const longestSavedName = 100;
/** Longest draft that is saved, in UTF-16 units as JSON. */
export const longestSavedDraft = 256 * 1024;
/** Most messages that are saved. */
export const mostSavedMessages = 100;
