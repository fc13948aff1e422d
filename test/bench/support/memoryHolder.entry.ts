import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../../scripts/temporaryFolder.mjs';
import { mostPagesCached, pageRecords } from '../../../src/capture/recordPages';
import { bytesPerRow } from '../../../src/capture/rowRecord';
import { captureFlood } from './captureFlood';
import { startShippedInspector } from './shippedInspector';

/*
 * A process that holds the inspector and nothing else, as the extension host does, captures as many
 * frames as its argument says, and tells what memory it takes then.
 */

export interface HeldMemory {
  /** Resident memory of the process when everything is captured, in bytes. */
  readonly rss: number;
  /** The most that it was at any time. */
  readonly peakRss: number;
  /** Bytes of the index files, and of what of them may be in memory too. */
  readonly indexBytes: number;
}

const indexFiles = ['rows', 'journal', 'in.inflated.index', 'out.inflated.index'];
const cachedBytes = mostPagesCached * pageRecords * bytesPerRow;

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

async function measure(frames: number): Promise<HeldMemory> {
  const capturesFolder = await temporaryFolder('bench');
  const inspector = await startShippedInspector({ capturesFolder });
  await captureFlood(inspector, frames);
  const { rss } = process.memoryUsage();
  const peakRss = process.resourceUsage().maxRSS * 1024;
  await inspector.end();
  const [capture = ''] = readdirSync(capturesFolder);
  const onDisk = indexFiles.map((name) => sizeOf(path.join(capturesFolder, capture, name)));
  const indexBytes = onDisk.reduce((sum, bytes) => sum + bytes, cachedBytes);
  return { rss, peakRss, indexBytes };
}

void measure(Number(process.argv[2])).then((held) => {
  process.send?.(held);
  process.disconnect?.();
});
