import type { ControlDraft, FrameDraft } from './frameDraft';
import { expandTemplates, type TemplateValues } from './templates';

/** A draft whose templates have been replaced, and the names that were. */
export interface ExpandedDraft<D extends FrameDraft = FrameDraft> {
  readonly draft: D;
  readonly names: ReadonlySet<string>;
}

/** Replaces the templates of a draft that asks for it, and of the control frames within. */
export function expandDraft(draft: FrameDraft, values: TemplateValues): ExpandedDraft {
  const names = new Set<string>();
  const expand = (text: string) => {
    const expanded = expandTemplates(text, values);
    for (const name of expanded.names) names.add(name);
    return expanded.text;
  };
  return { draft: withControls(withTexts(draft, expand), expand), names };
}

type Expand = (text: string) => string;

function withTexts<D extends FrameDraft>(draft: D, expand: Expand): D {
  if (!('templates' in draft) || !draft.templates) return draft;
  const plain = { ...draft, templates: undefined };
  if (plain.kind === 'close') return { ...plain, reason: expand(plain.reason) };
  const isText = !('encoding' in plain) || (plain.encoding ?? 'text') === 'text';
  return isText && 'text' in plain ? { ...plain, text: expand(plain.text) } : plain;
}

function withControls(draft: FrameDraft, expand: Expand): FrameDraft {
  if (!('fragments' in draft) || !draft.fragments?.between) return draft;
  const between = draft.fragments.between.map(({ after, frame }) => ({
    after,
    frame: withTexts<ControlDraft>(frame, expand),
  }));
  return { ...draft, fragments: { ...draft.fragments, between } };
}
