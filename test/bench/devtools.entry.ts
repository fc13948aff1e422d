import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeRowBatch } from '../../src/protocol/rowBatch';
import { startChromium, type Chromium } from './support/chromium';
import { median, printFigures } from './support/figures';
import { endless, startFloodServer } from './support/floodServer';
import { interleave } from './support/rounds';
import { connection, startShippedInspector } from './support/shippedInspector';

/*
 * The same flood seen through the network instrumentation of Chromium and through ours, in frames a
 * second that are there to be shown to a user:
 *
 * theirs  `Network.webSocketFrameReceived` events that a client of the Chrome DevTools Protocol gets
 *         from a page that does nothing else. What a network panel does with them is not counted.
 * ours    frames of the newest snapshot that a client of the shipped inspector has got, once the
 *         last of their rows has been read from it. They are stored, too.
 *
 * Both clients are in this process; both are watched for the same time from the connection's open.
 */

const messageSize = 64;
const watchMs = 3000;

async function theirs(chromium: Chromium, url: string): Promise<number> {
  const page = await chromium.openPage();
  try {
    let frames = 0;
    page.events.on('Network.webSocketFrameReceived', () => frames++);
    await page.call('Network.enable');
    const opened = once(page.events, 'Network.webSocketHandshakeResponseReceived');
    await page.call('Runtime.evaluate', {
      expression: `void new WebSocket(${JSON.stringify(url)})`,
    });
    await opened;
    const start = performance.now();
    await delay(watchMs);
    return perSecond(frames, start);
  } finally {
    await page.close();
  }
}

async function ours(url: string): Promise<number> {
  const inspector = await startShippedInspector();
  try {
    await inspector.open(url);
    await inspector.until('open');
    const start = performance.now();
    await delay(watchMs);
    const { traffic, rows } = inspector.newest();
    const last = rows.total - 1;
    const range = { connection, generation: rows.generation, start: last, count: 1 };
    const batch = decodeRowBatch(await inspector.request('rows/read', range));
    if (batch.rows[0]?.row !== last || rows.first > 0) throw new Error('Rows were lost.');
    return perSecond(traffic.in.frames, start);
  } finally {
    await inspector.end();
  }
}

function perSecond(frames: number, start: number): number {
  return (frames / (performance.now() - start)) * 1000;
}

async function main(): Promise<void> {
  const server = await startFloodServer();
  const chromium = await startChromium();
  const url = server.url(messageSize, endless);
  const rates = await interleave('frames a second,', {
    theirs: () => theirs(chromium, url),
    ours: () => ours(url),
  });
  await chromium.end();
  server.stop();
  printFigures('devtools', { ratio: median(rates.ours) / median(rates.theirs) });
}

void main();
