import type { PressedKey } from './pressedKey';

/** What a key asks of the list. `extend`: what is selected stays selected. */
export type ListAction =
  | ({ readonly kind: 'step'; readonly extend: boolean } & Step)
  | { readonly kind: 'edge'; readonly edge: 'first' | 'last'; readonly extend: boolean }
  | { readonly kind: 'open' | 'leave' | 'selectAll' | 'copy' };

interface Step {
  readonly unit: 'row' | 'page';
  readonly direction: 1 | -1;
}

const steps: Readonly<Record<string, Step>> = {
  ArrowDown: { unit: 'row', direction: 1 },
  j: { unit: 'row', direction: 1 },
  ArrowUp: { unit: 'row', direction: -1 },
  k: { unit: 'row', direction: -1 },
  PageDown: { unit: 'page', direction: 1 },
  PageUp: { unit: 'page', direction: -1 },
};
const edges: Readonly<Record<string, 'first' | 'last'>> = { Home: 'first', End: 'last' };
const others: Readonly<Record<string, 'open' | 'leave'>> = { Enter: 'open', Escape: 'leave' };
const chords: Readonly<Record<string, 'selectAll' | 'copy'>> = { a: 'selectAll', c: 'copy' };

/** What a key that was pressed in the list asks for; `undefined` if it means nothing there. */
export function listAction(pressed: PressedKey): ListAction | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey: extend } = pressed;
  if (altKey) return undefined;
  if (ctrlKey || metaKey) return simpleAction(chords[key]);
  const step = steps[key];
  if (step) return { kind: 'step', extend, ...step };
  const edge = edges[key];
  return edge ? { kind: 'edge', edge, extend } : simpleAction(others[key]);
}

function simpleAction(
  kind: 'open' | 'leave' | 'selectAll' | 'copy' | undefined,
): ListAction | undefined {
  return kind && { kind };
}
