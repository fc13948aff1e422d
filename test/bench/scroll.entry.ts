import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { openBrowserPanel } from './support/browserPanel';
import { startFeedServer } from './support/feedServer';
import { median, percentile, printFigures } from './support/figures';
import { mainThreadWork } from './support/mainThread';
import { rounds, tellRounds } from './support/rounds';

/*
 * How smooth the panel is with a million rows while 50,000 frames a second come in over a socket.
 * Each round follows the end, turns the wheel, and drags the scrollbar to any place.
 *
 * p95ms, p99ms  intervals of requestAnimationFrame, by the times that it is called with
 * workMs        what the page's main thread does in the time of a frame, 95th percentile, traced in
 *               rounds of their own
 * nodes         the most elements in the list
 */

const size = 64;
const rowsBefore = 1_000_000;
const rate = 50_000;
/** Milliseconds of each way to scroll, in a round. */
const partMs = 1_500;
/** CSS pixels of a notch of the wheel, and milliseconds between two. */
const notchPx = 120;
const notchMs = 16;

/** The intervals between the animation frames of a page while something goes on. */
async function frameIntervals(page: Page, whileDoing: () => Promise<unknown>): Promise<number[]> {
  await page.evaluate(`(() => {
    window.frameTimes = [];
    const tick = (now) => {
      window.frameTimes.push(now);
      window.frameTick = requestAnimationFrame(tick);
    };
    window.frameTick = requestAnimationFrame(tick);
  })()`);
  await whileDoing();
  const times = await page.evaluate<readonly number[]>(
    `(cancelAnimationFrame(window.frameTick), window.frameTimes)`,
  );
  return times.slice(1).map((time, index) => time - (times[index] ?? time));
}

async function followEnd(page: Page): Promise<void> {
  await page.getByRole('grid', { name: 'Frames' }).press('End');
  await delay(partMs);
}

/** Up through the rows, then down again, faster than fingers go: 7,500 pixels a second. */
async function turnWheel(page: Page): Promise<void> {
  await page.getByRole('grid', { name: 'Frames' }).hover();
  const end = performance.now() + partMs;
  while (performance.now() < end) {
    const up = end - performance.now() > partMs / 2;
    await page.mouse.wheel(0, up ? -notchPx : notchPx);
    await delay(notchMs);
  }
}

async function dragScrollbar(page: Page): Promise<void> {
  const end = performance.now() + partMs;
  while (performance.now() < end) {
    const share = Math.random();
    await page.evaluate(`(() => {
      const scroller = document.querySelector('.frames-scroller');
      scroller.scrollTop = (scroller.scrollHeight - scroller.clientHeight) * ${share};
    })()`);
    await delay(50);
  }
}

async function scroll(page: Page): Promise<void> {
  await followEnd(page);
  await turnWheel(page);
  await dragScrollbar(page);
}

async function nodesInList(page: Page): Promise<number> {
  return Number(await page.evaluate(`document.querySelectorAll('.frames *').length`));
}

/** An empty page with nothing to do shows what this machine can do at all. */
async function tellIdlePage(browser: Browser): Promise<void> {
  const page = await browser.newPage();
  const intervals = await frameIntervals(page, () => delay(2 * partMs));
  const [p95, p99] = [percentile(intervals, 0.95), percentile(intervals, 0.99)];
  console.error(`An idle page: p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  await page.close();
}

async function main(): Promise<void> {
  const server = await startFeedServer();
  const browser = await launchBrowser();
  await tellIdlePage(browser);
  const panel = await openBrowserPanel({ browser, width: 1920, height: 1080 });
  const { page } = panel;
  await panel.connect(server.feed({ size, burst: rowsBefore, rate }));
  await panel.until(({ rows }) => rows.total > rowsBefore);
  await scroll(page);
  const p95s: number[] = [];
  const p99s: number[] = [];
  const works: number[] = [];
  const nodes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const intervals = await frameIntervals(page, () => scroll(page));
    p95s.push(percentile(intervals, 0.95));
    p99s.push(percentile(intervals, 0.99));
    works.push(percentile(await mainThreadWork(page, () => scroll(page)), 0.95));
    nodes.push(await nodesInList(page));
  }
  const { rows } = await panel.until(() => true);
  console.error(`${rows.total.toLocaleString('en')} rows at the end, ${rows.first} of them lost`);
  await panel.end();
  await tellIdlePage(browser);
  await browser.close();
  server.stop();
  tellRounds('p95, ms', p95s);
  tellRounds('p99, ms', p99s);
  tellRounds('work a frame, ms', works);
  printFigures('scroll', {
    p95ms: median(p95s),
    p99ms: median(p99s),
    workMs: median(works),
    nodes: Math.max(...nodes),
  });
}

void main();
