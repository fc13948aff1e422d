import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { encodeFrame } from '../support/encodeFrame';
import { StoredFeed } from '../unit/capture/support/storedFeed';
import { median, printFigures } from './support/figures';
import type { CountedLines, LinesToCount } from './support/ripgrep.entry';
import { interleave } from './support/rounds';
import {
  connection,
  startShippedInspector,
  type ShippedInspector,
} from './support/shippedInspector';

/*
 * The time to find all rows of a stored capture of a million frames that contain a literal, from
 * `filter/set` until the inspector has told that all rows are searched, divided by the time that
 * ripgrep takes to count them in the same capture exported as one message a line, its start
 * included. Both run warm: each search is made once before the first round. Both must find the same
 * number.
 */

const frames = 1_000_000;
const messageBytes = 64;
const framesAtATime = 1000;
/** An export of everything takes longer than a request may by default. */
const exportTimeLimitMs = 120_000;

/** What is searched for, and in how many of the messages it stands. */
const literals = {
  Rare: { text: '"type":"halt"', count: 0 },
  Common: { text: '"type":"trade"', count: frames / 100 },
  All: { text: '"price":', count: frames },
} as const;

/** JSON of exactly 64 bytes, as a feed of prices would send it; one in a hundred is a trade. */
function message(index: number): Buffer {
  const type = index % 100 === 37 ? 'trade' : 'quote';
  const price = (100 + ((index * 7919) % 90_000) / 100).toFixed(2);
  const start = `{"type":"${type}","count":${index},"price":${price},"symbol":"`;
  return Buffer.from(`${start}${'ABCD'.repeat(9)}`.slice(0, messageBytes - 2) + '"}');
}

/** Writes a capture to disk; tells its name. */
function storeCapture(captures: string): string {
  const feed = new StoredFeed(captures).connect();
  for (let from = 0; from < frames; from += framesAtATime) {
    const chunk = Array.from({ length: framesAtATime }, (_, index) =>
      encodeFrame({ opcode: 1, payload: message(from + index) }),
    );
    feed.push('in', Buffer.concat(chunk));
  }
  feed.disconnect().finish();
  return path.basename(feed.folder);
}

/** Opens a capture in a panel that shows its first rows, and writes its messages to a file. */
async function openAndExport({ request }: ShippedInspector, capture: string, file: string) {
  await request('captures/open', { connection, capture });
  await request('rows/read', { connection, generation: 0, start: 0, count: 100 });
  const order = { connection, file, format: 'lines', from: 0, to: frames } as const;
  await request('captures/export', order, { timeLimitMs: exportTimeLimitMs });
}

/** Searches all rows for a text as it stands; tells how many milliseconds that took. */
async function search(
  { request, until }: ShippedInspector,
  { text, count }: (typeof literals)[keyof typeof literals],
): Promise<number> {
  const { rows: before } = await request('connection/read', { connection });
  const start = performance.now();
  const [{ filter }] = await Promise.all([
    until(
      ({ rows, filter: state }) =>
        rows.generation > before.generation &&
        (state?.searched === frames || state?.problem !== undefined),
    ),
    request('filter/set', { connection, text: `"${text.replaceAll('"', '\\"')}"` }),
  ]);
  const ms = performance.now() - start;
  if (filter?.matching !== count) {
    throw new Error(`Of ${count} rows with ${text}, the filter found ${filter?.matching}.`);
  }
  return ms;
}

/** ripgrep, started by a process that is small. */
function startRipgrep(file: string) {
  if (spawnSync('rg', ['--version']).status !== 0) {
    throw new Error('The filter is measured against ripgrep: sudo apt-get install ripgrep');
  }
  const child = fork(path.join(__dirname, 'support/ripgrep.entry.js'));
  return {
    count: async ({ text, count }: (typeof literals)[keyof typeof literals]): Promise<number> => {
      const order: LinesToCount = { text, file };
      child.send(order);
      const [counted] = (await once(child, 'message')) as [CountedLines];
      if (counted.count !== count) {
        throw new Error(`Of ${count} lines with ${text}, ripgrep counted ${counted.count}.`);
      }
      return counted.ms;
    },
    end: () => child.disconnect(),
  };
}

async function main(): Promise<void> {
  const inspector = await startShippedInspector();
  const file = path.join(path.dirname(inspector.captures), 'lines');
  const ripgrep = startRipgrep(file);
  try {
    await openAndExport(inspector, storeCapture(inspector.captures), file);
    const contestants = {
      oursRare: () => search(inspector, literals.Rare),
      ripgrepRare: () => ripgrep.count(literals.Rare),
      oursCommon: () => search(inspector, literals.Common),
      ripgrepCommon: () => ripgrep.count(literals.Common),
      oursAll: () => search(inspector, literals.All),
      ripgrepAll: () => ripgrep.count(literals.All),
    };
    for (const warmUp of Object.values(contestants)) await warmUp();
    const times = await interleave('milliseconds,', contestants);
    printFigures('filter', {
      ratioRare: median(times.oursRare) / median(times.ripgrepRare),
      ratioCommon: median(times.oursCommon) / median(times.ripgrepCommon),
      ratioAll: median(times.oursAll) / median(times.ripgrepAll),
    });
  } finally {
    ripgrep.end();
    await inspector.end();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
