import type { Counts } from './statistics';
import { fitCanvas, themeColours } from './themeColours';

/** Height of a line of figures in CSS pixels; the style sheet takes it from here. */
export const figureLine = 22;
/** Height of one direction's bar. */
const barHeight = 7;

/** Draws a pair of bars a line, sent above received, beside the table that has the figures. */
export function drawBars(canvas: HTMLCanvasElement, counts: readonly Counts[]): void {
  canvas.style.height = `${counts.length * figureLine}px`;
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = fitCanvas(canvas, width, height);
  if (!context) return;
  const { sent, received, axis } = themeColours(canvas);
  const most = counts.reduce((largest, one) => Math.max(largest, one.in, one.out), 1);
  const bar = (value: number, y: number) => {
    if (value > 0) context.fillRect(1, y, Math.max(1, (value / most) * (width - 1)), barHeight);
  };
  context.fillStyle = axis;
  context.fillRect(0, 0, 1, height);
  counts.forEach((one, index) => {
    const top = index * figureLine + (figureLine - 2 * barHeight - 1) / 2;
    context.fillStyle = sent;
    bar(one.out, top);
    context.fillStyle = received;
    bar(one.in, top + barHeight + 1);
  });
}
