import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { temporaryFolder } from '../../scripts/temporaryFolder.mjs';
import { median, printFigures } from './support/figures';
import type { Received } from './support/bareClient.entry';
import { startFloodServer } from './support/floodServer';
import { interleave, tellRounds } from './support/rounds';
import { connection, startShippedInspector } from './support/shippedInspector';
import { warmMemory } from './support/warmMemory';

/*
 * Messages a second received through the inspector (worker, tap, decoder, store on disk), divided
 * by what plain clients receive of the same server in the same run. Interleaved, medians.
 *
 * All run in a worker thread of their own, and all are timed from the connection's `open` to its
 * `close`: both are events of `ws`, and the last message comes before `close`. What is kept is timed
 * until the last byte of it was handed to the file system.
 */

interface Load {
  readonly name: string;
  readonly size: number;
  readonly count: number;
  readonly deflate: boolean;
}

/** Each takes a bare client about a second, but the last, whose rate varies most. */
const loads: readonly Load[] = [
  { name: '64', size: 64, count: 700_000, deflate: false },
  { name: '1k', size: 1024, count: 350_000, deflate: false },
  { name: '64k', size: 65_536, count: 15_000, deflate: false },
  { name: 'Deflate', size: 1024, count: 15_000, deflate: true },
];

/** Messages a second. */
interface Rates {
  /** From the connection's `open` to its `close`. */
  readonly received: number;
  /** Until all of them were in a file. */
  readonly kept: number;
}

async function bare(url: string, file?: string): Promise<Rates> {
  const worker = new Worker(path.join(__dirname, 'support/bareClient.entry.js'), {
    workerData: { url, file },
  });
  const [{ messages, receivedMs, keptMs }] = (await once(worker, 'message')) as [Received];
  await worker.terminate();
  return { received: (messages / receivedMs) * 1000, kept: (messages / keptMs) * 1000 };
}

async function ours(url: string, count: number): Promise<Rates> {
  const inspector = await startShippedInspector();
  try {
    await inspector.open(url);
    const { openForMs = 0, traffic, storage, rows } = await inspector.until('closed');
    const closed = performance.now();
    await inspector.request('connection/forget', { connection });
    const keptMs = openForMs + performance.now() - closed;
    // The close frame is one, too.
    if (traffic.in.frames !== count + 1) throw new Error(`${traffic.in.frames} frames came.`);
    if (storage?.problem !== undefined || rows.first > 0) throw new Error('Rows were lost.');
    return { received: (count / openForMs) * 1000, kept: (count / keptMs) * 1000 };
  } finally {
    await inspector.end();
  }
}

async function measure(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const folder = await temporaryFolder('bench');
  const byHand = path.join(folder, 'by hand');
  for (const { name, size, count, deflate } of loads) {
    if (process.env['ONLY'] && process.env['ONLY'] !== name) continue;
    const server = await startFloodServer({ deflate });
    const url = server.url(size, count);
    const oursKept: number[] = [];
    const onWarmMemory = async (run: () => Promise<Rates>): Promise<Rates> => {
      await warmMemory(folder, size * count);
      return run();
    };
    const rates = await interleave(`${name}, messages a second,`, {
      bare: async () => (await onWarmMemory(() => bare(url))).received,
      ours: async () => {
        const { received, kept } = await onWarmMemory(() => ours(url, count));
        oursKept.push(kept);
        return received;
      },
      byHand: async () => (await onWarmMemory(() => bare(url, byHand))).kept,
    });
    server.stop();
    tellRounds(`${name}, messages a second, ours kept`, oursKept);
    figures[`ratio${name}`] = median(rates.ours) / median(rates.bare);
    if (name !== 'Deflate') figures[`keep${name}`] = median(oursKept) / median(rates.byHand);
  }
  return figures;
}

void measure().then((figures) => printFigures('capture', figures));
