import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { temporaryFolder } from '../../scripts/temporaryFolder.mjs';
import { median, printFigures } from './support/figures';
import { startFloodServer } from './support/floodServer';
import { interleave } from './support/rounds';
import { startShippedInspector } from './support/shippedInspector';

/*
 * Messages a second received through the inspector (worker, tap, decoder, store on disk), divided
 * by what plain clients receive of the same server in the same run. Interleaved, medians.
 *
 * All run in a worker thread of their own, and all are timed in it from the connection's `open` to
 * its `close`: both are events of `ws`, and the last message comes before `close`.
 */

interface Load {
  readonly name: string;
  readonly size: number;
  readonly count: number;
  readonly deflate: boolean;
}

/** Each takes a bare client about a second. */
const loads: readonly Load[] = [
  { name: '64', size: 64, count: 700_000, deflate: false },
  { name: '1k', size: 1024, count: 350_000, deflate: false },
  { name: '64k', size: 65_536, count: 15_000, deflate: false },
  { name: 'Deflate', size: 1024, count: 5_000, deflate: true },
];

async function bare(url: string, file?: string): Promise<number> {
  const worker = new Worker(path.join(__dirname, 'support/bareClient.entry.js'), {
    workerData: { url, file },
  });
  const [{ messages, ms }] = (await once(worker, 'message')) as [{ messages: number; ms: number }];
  await worker.terminate();
  return (messages / ms) * 1000;
}

async function ours(url: string, count: number): Promise<number> {
  const inspector = await startShippedInspector({ stored: !process.env['MEMORY_ONLY'] });
  try {
    await inspector.open(url);
    const { openForMs = 0, traffic, storage, rows } = await inspector.until('closed');
    // The close frame is one, too.
    if (traffic.in.frames !== count + 1) throw new Error(`${traffic.in.frames} frames came.`);
    if (storage?.problem !== undefined || rows.first > 0) throw new Error('Rows were lost.');
    return (count / openForMs) * 1000;
  } finally {
    await inspector.end();
  }
}

async function measure(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const byHand = path.join(await temporaryFolder('bench'), 'by hand');
  for (const { name, size, count, deflate } of loads) {
    if (process.env['ONLY'] && process.env['ONLY'] !== name) continue;
    const server = await startFloodServer({ deflate });
    const url = server.url(size, count);
    const rates = await interleave(`${name}, messages a second,`, {
      bare: () => bare(url),
      ours: () => ours(url, count),
      kept: () => bare(url, byHand),
    });
    server.stop();
    figures[`ratio${name}`] = median(rates.ours) / median(rates.bare);
    if (name !== 'Deflate') figures[`keep${name}`] = median(rates.ours) / median(rates.kept);
  }
  return figures;
}

void measure().then((figures) => printFigures('capture', figures));
