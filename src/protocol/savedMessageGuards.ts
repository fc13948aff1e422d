import { isRecord, isText, type Check } from './checks';
import { isFrameDraft } from './draftGuards';
import type { FrameDraft } from './frameDraft';
import { longestSavedName, type SavedMessage } from './savedMessage';

/** Checks a message that is to be saved, or was; bytes as such cannot be, text of them can. */
export const isSavedMessage: Check<SavedMessage> = isRecord({
  name: isText(longestSavedName),
  draft: isSavableDraft,
});

function isSavableDraft(value: unknown): value is FrameDraft {
  return isFrameDraft(value) && !('encoding' in value && value.encoding === 'bytes');
}
