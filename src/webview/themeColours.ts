/** What a canvas is drawn with; the style sheet takes these from the user's theme. */
export interface ThemeColours {
  readonly sent: string;
  readonly received: string;
  readonly axis: string;
}

/** Reads the colours that hold for an element at this moment. */
export function themeColours(element: Element): ThemeColours {
  const style = getComputedStyle(element);
  return {
    sent: style.getPropertyValue('--sent'),
    received: style.getPropertyValue('--received'),
    axis: style.getPropertyValue('--axis'),
  };
}

/** Calls back when VS Code has changed the theme: it sets variables and a class. */
export function onThemeChange(callback: () => void): void {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributeFilter: ['class'] });
}

/** Clears a canvas and fits it to its place and to the screen; its unit is then the CSS pixel. */
export function fitCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  context?.scale(ratio, ratio);
  return context;
}
