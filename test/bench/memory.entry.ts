import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { median, printFigures } from './support/figures';
import type { HeldMemory } from './support/memoryHolder.entry';
import { rounds, tellRounds } from './support/rounds';

/*
 * Memory of a process that holds the inspector, after it has captured 10 and 40 million frames of
 * 64 bytes into files, and the bytes of index that a frame takes on disk and in memory.
 */

/** Starts a process of its own for each capture, so that none inherits what another left. */
async function hold(frames: number): Promise<HeldMemory> {
  const program = path.join(__dirname, 'support/memoryHolder.entry.js');
  const holder = fork(program, [String(frames)]);
  let held: HeldMemory | undefined;
  holder.on('message', (message: HeldMemory) => {
    held = message;
  });
  await once(holder, 'exit');
  if (!held) throw new Error('The capture failed.');
  return held;
}

function medianOf(title: string, held: readonly HeldMemory[], key: keyof HeldMemory): number {
  const bytes = held.map((one) => one[key]);
  tellRounds(`${title}, ${key}`, bytes);
  return median(bytes);
}

async function measure(): Promise<Record<string, number>> {
  const held10: HeldMemory[] = [];
  const held40: HeldMemory[] = [];
  for (let round = 0; round < rounds; round++) {
    held10.push(await hold(10e6));
    held40.push(await hold(40e6));
  }
  // What it was at the worst moment is told too.
  medianOf('10 million', held10, 'peakRss');
  medianOf('40 million', held40, 'peakRss');
  return {
    bytesPerFrame: medianOf('10 million', held10, 'indexBytes') / 10e6,
    totalMB10: medianOf('10 million', held10, 'rss') / 1e6,
    totalMB40: medianOf('40 million', held40, 'rss') / 1e6,
  };
}

void measure().then((figures) => printFigures('memory', figures));
