import type { FrameDraft } from './frameDraft';

/** What a draft means on the wire, or why it cannot be sent and where its text goes wrong. */
export type DraftPayload =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly message: string; readonly at?: number };

/** Turns a draft into payload bytes. Pure; the panel uses it to show mistakes while typing. */
export function draftPayload(_draft: FrameDraft): DraftPayload {
  return { ok: false, message: 'To follow.' };
}
