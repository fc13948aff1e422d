/** Share of the detail when dragged to its limits, in percent. */
const smallest = 15;
const largest = 85;
/** Percent that an arrow key moves the separator by. */
const step = 2;

export interface SeparatorOptions {
  readonly element: HTMLElement;
  /** The element that both sides share. */
  readonly container: HTMLElement;
  /** True while the sides stand beside each other, false while one is under the other. */
  readonly isBeside: () => boolean;
  /** Share of the second side, in percent. */
  readonly share: () => number;
  readonly onShare: (share: number) => void;
}

/** Makes an element the movable border of two sides, by pointer and by arrow keys. */
export function makeSeparator({ element, container, ...options }: SeparatorOptions): void {
  const set = (share: number) => {
    options.onShare(Math.round(Math.min(largest, Math.max(smallest, share)) * 10) / 10);
  };
  element.setAttribute('role', 'separator');
  element.tabIndex = 0;
  element.ariaLabel = 'Resize the detail';
  element.ariaValueMin = String(smallest);
  element.ariaValueMax = String(largest);
  element.addEventListener('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  element.addEventListener('pointermove', (event) => {
    if (!element.hasPointerCapture(event.pointerId)) return;
    const { right, bottom, width, height } = container.getBoundingClientRect();
    set(
      options.isBeside()
        ? ((right - event.clientX) / width) * 100
        : ((bottom - event.clientY) / height) * 100,
    );
  });
  element.addEventListener('keydown', ({ key }) => {
    const grows = options.isBeside() ? 'ArrowLeft' : 'ArrowUp';
    const shrinks = options.isBeside() ? 'ArrowRight' : 'ArrowDown';
    if (key === grows) set(options.share() + step);
    else if (key === shrinks) set(options.share() - step);
  });
}
