import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mostPagesCached, pageRecords } from '../../../src/capture/recordPages';
import { bytesPerRow } from '../../../src/capture/rowRecord';
import { startFloodServer } from './floodServer';
import { InspectorWorker } from './inspectorWorker';

/*
 * A process that holds the inspector and nothing else, as the extension host does, captures as many
 * frames as its argument says, and tells what memory it takes then.
 */

export interface HeldMemory {
  /** Resident memory of the process when everything is captured and written, in bytes. */
  readonly rss: number;
  /** The most that it was at any time. */
  readonly peakRss: number;
  /** Bytes of the index files, and of what of them may be in memory too. */
  readonly indexBytes: number;
}

const indexFiles = ['rows', 'journal', 'in.inflated.index', 'out.inflated.index'];

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

async function main(): Promise<void> {
  const frames = Number(process.argv[2]);
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const server = await startFloodServer();
  const inspector = new InspectorWorker();
  await inspector.configure(folder);
  await inspector.captureAll(`ws://127.0.0.1:${server.port}/?size=64&count=${frames}`, frames);
  const { rss } = process.memoryUsage();
  await inspector.request('inspector/finish', null);
  const [capture = ''] = readdirSync(folder);
  const onDisk = indexFiles.map((name) => sizeOf(path.join(folder, capture, name)));
  const inMemory = mostPagesCached * pageRecords * bytesPerRow;
  const indexBytes = onDisk.reduce((sum, bytes) => sum + bytes, inMemory);
  const held: HeldMemory = { rss, peakRss: process.resourceUsage().maxRSS * 1024, indexBytes };
  process.send?.(held);
  await inspector.end();
  server.stop();
  rmSync(folder, { recursive: true, force: true });
  process.disconnect?.();
}

void main();
