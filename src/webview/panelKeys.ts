import type { PanelCommand } from '../protocol/panelProtocol';
import type { PressedKey } from './pressedKey';

/** What a key asks for wherever in the panel it was pressed; `undefined` if nothing. */
export function panelCommandOf(pressed: PressedKey): PanelCommand | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = pressed;
  if (altKey) return undefined;
  if (ctrlKey || metaKey) return chords[key];
  if (key !== 'F6') return undefined;
  return shiftKey ? 'focusPreviousRegion' : 'focusNextRegion';
}

const chords: Readonly<Record<string, PanelCommand>> = {
  f: 'filterFrames',
  g: 'goTo',
  l: 'switchList',
};
