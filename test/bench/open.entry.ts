import { readdir } from 'node:fs/promises';
import { temporaryFolder } from '../../scripts/temporaryFolder.mjs';
import { decodeRowBatch } from '../../src/protocol/rowBatch';
import { captureFlood } from './support/captureFlood';
import { median, printFigures } from './support/figures';
import { rounds, tellRounds } from './support/rounds';
import { connection, startShippedInspector } from './support/shippedInspector';

/*
 * Seconds to open a capture of 10 million frames from disk until its first rows are there, by an
 * inspector that has done nothing else before.
 */

const frames = Number(process.env['FRAMES'] ?? 10_000_000);
/** Rows that a panel asks for at first. */
const rowsOnScreen = 64;

/** Has the inspector itself capture what is opened then. @returns the capture's id */
async function makeCapture(capturesFolder: string): Promise<string> {
  const inspector = await startShippedInspector({ capturesFolder });
  await captureFlood(inspector, frames);
  await inspector.end();
  const [capture = ''] = await readdir(capturesFolder);
  return capture;
}

async function open(capturesFolder: string, capture: string): Promise<number> {
  const inspector = await startShippedInspector({ capturesFolder });
  const start = performance.now();
  const { rows } = await inspector.request('captures/open', { connection, capture });
  const { generation, total } = rows;
  const screen = { connection, generation, start: total - rowsOnScreen, count: rowsOnScreen };
  const batch = decodeRowBatch(await inspector.request('rows/read', screen));
  const seconds = (performance.now() - start) / 1000;
  await inspector.end();
  if (batch.rows.length < rowsOnScreen || total <= frames) throw new Error('Rows are missing.');
  return seconds;
}

async function measure(): Promise<number[]> {
  const folder = await temporaryFolder('bench');
  const capture = await makeCapture(folder);
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) seconds.push(await open(folder, capture));
  tellRounds('seconds', seconds);
  return seconds;
}

void measure().then((seconds) => printFigures('open', { seconds: median(seconds) }));
