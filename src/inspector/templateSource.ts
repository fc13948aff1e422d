import { randomUUID } from 'node:crypto';
import { expandDraft, type ExpandedDraft } from '../protocol/draftTemplates';
import type { FrameDraft } from '../protocol/frameDraft';

/** Draws the values of templates for the messages of one panel. */
export class TemplateSource {
  /** Messages that used the counter. */
  private counted = 0;

  /** Replaces the templates of a draft. The counter goes on only when it is {@link used}. */
  expand(draft: FrameDraft): ExpandedDraft {
    return expandDraft(draft, {
      uuid: randomUUID,
      timestamp: Date.now(),
      counter: this.counted + 1,
      randomInt: drawInt,
    });
  }

  /** The draft is about to be sent. */
  used({ names }: ExpandedDraft): void {
    if (names.has('counter')) this.counted++;
  }
}

function drawInt(least: number, most: number): number {
  return least + Math.floor(Math.random() * (most - least + 1));
}
