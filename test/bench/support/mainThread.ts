import type { Page } from 'playwright-core';

/** Milliseconds of a frame at 60 Hz. */
const frameMs = 1000 / 60;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * What the page's main thread does while something goes on, by Chromium's own trace: milliseconds
 * of its tasks in each frame's time: script, style, layout, painting, events and messages.
 */
export async function mainThreadWork(
  page: Page,
  whileDoing: () => Promise<unknown>,
): Promise<number[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser.');
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  await whileDoing();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  return workByFrame(trace.traceEvents);
}

function workByFrame(events: readonly TraceEvent[]): number[] {
  const main = busiestMainThread(events);
  const tasks = events.filter(
    ({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && `${pid}:${tid}` === main,
  );
  const first = Math.min(...tasks.map(({ ts }) => ts));
  const last = Math.max(...tasks.map(({ ts }) => ts));
  const frames = Array.from({ length: Math.ceil((last - first + 1) / 1000 / frameMs) }, () => 0);
  for (const { ts, dur = 0 } of tasks) {
    const frame = Math.floor((ts - first) / 1000 / frameMs);
    frames[frame] = (frames[frame] ?? 0) + dur / 1000;
  }
  return frames;
}

/** Each page has a process with a main thread; the others have nothing to do meanwhile. */
function busiestMainThread(events: readonly TraceEvent[]): string | undefined {
  const mains = events
    .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid}:${tid}`);
  const busy = new Map<string, number>();
  for (const { name, pid, tid, dur = 0 } of events) {
    const thread = `${pid}:${tid}`;
    if (name === 'RunTask') busy.set(thread, (busy.get(thread) ?? 0) + dur);
  }
  return mains.toSorted((a, b) => (busy.get(b) ?? 0) - (busy.get(a) ?? 0))[0];
}
