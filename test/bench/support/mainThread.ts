import type { Page } from 'playwright-core';

/** Milliseconds of a frame at 60 Hz. */
const frameMs = 1000 / 60;

/** What Chromium's trace calls a task of a thread. */
const task = 'ThreadControllerImpl::RunTask';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  /** Microseconds of the processor's time: what the thread did, not what it waited for. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * What the page's main thread does while something goes on, by Chromium's own trace: milliseconds
 * of processor time of its tasks in each frame's time: script, style, layout, painting, events and
 * messages. Only tasks are traced: to trace what they consist of costs more than they do.
 */
export async function mainThreadWork(
  page: Page,
  whileDoing: () => Promise<unknown>,
): Promise<number[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser.');
  await browser.startTracing(page, { categories: ['toplevel'] });
  await whileDoing();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  return workByFrame(trace.traceEvents);
}

function workByFrame(events: readonly TraceEvent[]): number[] {
  const main = busiestMainThread(events);
  const tasks = events.filter(
    ({ name, ph, pid, tid }) => name === task && ph === 'X' && `${pid}:${tid}` === main,
  );
  const first = Math.min(...tasks.map(({ ts }) => ts));
  const last = Math.max(...tasks.map(({ ts }) => ts));
  const frames = Array.from({ length: Math.ceil((last - first + 1) / 1000 / frameMs) }, () => 0);
  for (const { ts, tdur = 0 } of tasks) {
    const frame = Math.floor((ts - first) / 1000 / frameMs);
    frames[frame] = (frames[frame] ?? 0) + tdur / 1000;
  }
  return frames;
}

/** Each page has a process with a main thread; the others have nothing to do meanwhile. */
function busiestMainThread(events: readonly TraceEvent[]): string | undefined {
  const mains = events
    .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid}:${tid}`);
  const busy = new Map<string, number>();
  for (const { name, pid, tid, tdur = 0 } of events) {
    const thread = `${pid}:${tid}`;
    if (name === task) busy.set(thread, (busy.get(thread) ?? 0) + tdur);
  }
  return mains.toSorted((a, b) => (busy.get(b) ?? 0) - (busy.get(a) ?? 0))[0];
}
