import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeRowBatch } from '../../src/protocol/rowBatch';
import { median, printFigures } from './support/figures';
import { startFloodServer } from './support/floodServer';
import { connection, InspectorWorker } from './support/inspectorWorker';

/*
 * Seconds to open a capture of 10 million frames from disk until its first rows are there, by an
 * inspector that has done nothing else before.
 */

const rounds = Number(process.env['ROUNDS'] ?? 5);
const frames = Number(process.env['FRAMES'] ?? 10_000_000);
/** Rows that a panel asks for at first. */
const rowsOnScreen = 64;

/** Lets the inspector itself capture what is opened then. */
async function makeCapture(folder: string): Promise<void> {
  const server = await startFloodServer();
  const inspector = new InspectorWorker();
  await inspector.configure(folder);
  await inspector.captureAll(`ws://127.0.0.1:${server.port}/?size=64&count=${frames}`, frames);
  await inspector.request('inspector/finish', null);
  await inspector.end();
  server.stop();
}

async function open(folder: string, capture: string): Promise<number> {
  const inspector = new InspectorWorker();
  await inspector.configure(folder);
  const start = performance.now();
  const { rows } = await inspector.request('captures/open', { connection, capture });
  const { generation } = rows;
  const end = { connection, generation, start: rows.total - rowsOnScreen, count: rowsOnScreen };
  const batch = decodeRowBatch(await inspector.request('rows/read', end));
  const seconds = (performance.now() - start) / 1000;
  await inspector.end();
  if (batch.rows.length !== rowsOnScreen || rows.total <= frames)
    throw new Error('rows are missing');
  return seconds;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    await makeCapture(folder);
    const [capture = ''] = readdirSync(folder);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) seconds.push(await open(folder, capture));
    console.error(seconds.map((one) => `${one.toFixed(3)} s`).join(', '));
    printFigures('open', { seconds: median(seconds) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
