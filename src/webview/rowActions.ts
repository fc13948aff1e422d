import type { FrameDraft } from '../protocol/frameDraft';
import type { HostLink } from './hostLink';
import { messageOf } from './messageOf';
import type { PressedKey } from './pressedKey';

/** What can be done with a row of the list, besides looking at it. */
export type RowAction = 'resend' | 'editAndResend' | 'editFrameAndResend';

const keys: Readonly<Record<string, RowAction>> = {
  r: 'resend',
  e: 'editAndResend',
  'Shift+e': 'editFrameAndResend',
};

/**
 * What a key that was pressed in the list asks for; `undefined` if it means nothing here. A key that
 * is held down asks once. Caps Lock changes nothing: it makes letters capital without Shift.
 */
export function rowActionOf(
  pressed: PressedKey & { readonly repeat: boolean },
): RowAction | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey, repeat } = pressed;
  if (altKey || ctrlKey || metaKey || repeat) return undefined;
  return keys[`${shiftKey ? 'Shift+' : ''}${key.toLowerCase()}`];
}

export interface RowActionsOptions {
  readonly request: HostLink['request'];
  readonly send: (draft: FrameDraft) => Promise<void>;
  readonly edit: (draft: FrameDraft) => void;
  /** Why it could not be done, in a sentence. */
  readonly onFailure: (sentence: string) => void;
}

/** Sends a row again, as it was or after the user has changed it. */
export class RowActions {
  constructor(private readonly options: RowActionsOptions) {}

  /** @param row the one that the user means; `undefined` if there is none */
  async run(action: RowAction, row: number | undefined): Promise<void> {
    const { request, send, edit, onFailure } = this.options;
    if (row === undefined) {
      onFailure('No row is selected. Select the row to send again.');
      return;
    }
    const as = action === 'editFrameAndResend' ? 'frame' : 'message';
    try {
      const draft = await request('draft/fromRow', { row, as });
      if (action === 'resend') await send(draft);
      else edit(draft);
    } catch (error) {
      onFailure(messageOf(error));
    }
  }
}
