import type { PressedKey } from './pressedKey';

/** What a key asks for wherever the focus is in the panel. */
export type PanelKeyAction = 'next' | 'previous' | 'filter' | 'goTo';

/** What a key that was pressed anywhere in the panel asks for; `undefined` if nothing. */
export function panelKeyAction(pressed: PressedKey): PanelKeyAction | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = pressed;
  if (altKey) return undefined;
  if (ctrlKey || metaKey) return chords[key];
  if (key !== 'F6') return undefined;
  return shiftKey ? 'previous' : 'next';
}

const chords: Readonly<Record<string, PanelKeyAction>> = { f: 'filter', g: 'goTo' };
