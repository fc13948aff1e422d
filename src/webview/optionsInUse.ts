import { isMessageKind, mayHaveTemplates, type ComposerState } from './composerState';

/**
 * What the options would make of what is sent, in words: they stay set while their part of the
 * composer is closed. Empty if they make nothing of it.
 */
export function optionsInUse(composer: ComposerState): string {
  const { kind, templates } = composer;
  return [
    ...(templates && mayHaveTemplates(composer) ? ['templates replaced'] : []),
    ...(isMessageKind(kind) ? messageOptions(composer) : []),
  ].join(', ');
}

function messageOptions({ compress, cut, parts, between }: ComposerState): string[] {
  const compression = { habit: [], yes: ['compressed'], no: ['not compressed'] }[compress];
  const cutting = { none: [], parts: [`${parts} fragments`], at: ['cut into fragments'] }[cut];
  const frames = between.length === 1 ? 'a control frame' : `${between.length} control frames`;
  const betweenThem = cut === 'none' || between.length === 0 ? [] : [`${frames} between`];
  return [...compression, ...cutting, ...betweenThem];
}
