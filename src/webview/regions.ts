/** A part of the panel that F6 leads to. */
export interface Region {
  /** The part as a whole, to find out where the focus is. */
  readonly element: HTMLElement;
  /** False while the part is not shown; without it, the part always is. */
  readonly isShown?: () => boolean;
  readonly focus: () => void;
}

/** The regions that F6 walks through, from top to bottom and around. */
export class Regions {
  constructor(private readonly regions: readonly Region[]) {}

  /** Moves the focus to the next or previous region that is shown. */
  move(to: 'next' | 'previous'): void {
    const shown = this.regions.filter(({ isShown }) => isShown?.() ?? true);
    const current = shown.findIndex(({ element }) => element.contains(document.activeElement));
    const step = to === 'next' ? 1 : -1;
    const from = current === -1 && to === 'previous' ? 0 : current;
    shown[(from + step + shown.length) % shown.length]?.focus();
  }
}
