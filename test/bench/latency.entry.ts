import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { openBrowserPanel } from './support/browserPanel';
import { startFeedServer } from './support/feedServer';
import { median, percentile, printFigures } from './support/figures';
import { rounds, tellRounds } from './support/rounds';

/*
 * How long after a server has sent a message its row stands in the document, on a connection that
 * has been idle: from just before `send` in the server's process, by `process.hrtime`, to a
 * MutationObserver in the page that sees the text of the row, by `performance.now`.
 *
 * Both are clocks of the same machine; what lies between them is found by asking the page for its
 * time again and again: the quickest answer bounds the error by half of its own duration.
 */

const messages = 50;
const everyMs = 120;
const questions = 200;

interface ClockOffset {
  /** Milliseconds to add to the page's clock to get that of `process.hrtime`. */
  readonly ms: number;
  /** Most milliseconds that it may be wrong by. */
  readonly errorMs: number;
}

interface Seen {
  /** Nanoseconds of `process.hrtime` in the server. */
  readonly sent: string;
  /** Milliseconds of `performance.now` in the page. */
  readonly seenMs: number;
}

async function clockOffset(page: Page): Promise<ClockOffset> {
  let best: ClockOffset = { ms: 0, errorMs: Infinity };
  for (let question = 0; question < questions; question++) {
    const asked = hrtimeMs();
    const pageMs = Number(await page.evaluate('performance.now()'));
    const answered = hrtimeMs();
    const errorMs = (answered - asked) / 2;
    if (errorMs < best.errorMs) best = { ms: (asked + answered) / 2 - pageMs, errorMs };
  }
  return best;
}

function hrtimeMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Notes each row of the feed when it first stands in the list. */
async function watchRows(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    const known = new Set();
    window.seen = [];
    new MutationObserver(() => {
      const seenMs = performance.now();
      for (const payload of document.querySelectorAll('.frames-lines .line:not([hidden]) .payload')) {
        const sent = /"sent":"(\\d+)"/.exec(payload.textContent)?.[1];
        if (!sent || known.has(sent)) continue;
        known.add(sent);
        window.seen.push({ sent, seenMs });
      }
    }).observe(document.querySelector('.frames-lines'),
      { childList: true, subtree: true, characterData: true, attributes: true });
  })()`);
}

async function measure(page: Page): Promise<number[]> {
  const before = await clockOffset(page);
  await page.evaluate('window.seen = []');
  await delay(messages * everyMs);
  const seen = await page.evaluate<readonly Seen[]>('window.seen');
  const after = await clockOffset(page);
  const offset = before.errorMs < after.errorMs ? before : after;
  const drift = Math.abs(before.ms - after.ms);
  console.error(
    `${seen.length} rows; clocks known to ${offset.errorMs.toFixed(2)} ms, drift ${drift.toFixed(2)} ms`,
  );
  return seen.map(({ sent, seenMs }) => seenMs + offset.ms - Number(sent) / 1e6);
}

async function main(): Promise<void> {
  const server = await startFeedServer();
  const browser = await launchBrowser();
  const panel = await openBrowserPanel({ browser, width: 1920, height: 1080 });
  await panel.connect(server.times({ count: messages * rounds * 3, everyMs }));
  await watchRows(panel.page);
  const medians: number[] = [];
  let count = 0;
  for (let round = 0; round < rounds; round++) {
    const latencies = await measure(panel.page);
    count += latencies.length;
    medians.push(median(latencies));
    console.error(`p95 ${percentile(latencies, 0.95).toFixed(1)} ms`);
  }
  await panel.end();
  await browser.close();
  server.stop();
  tellRounds(`median of ${count} messages, ms`, medians);
  printFigures('latency', { p50ms: median(medians) });
}

void main();
