import { fork } from 'node:child_process';
import { once } from 'node:events';
import { median, printFigures } from './support/figures';
import type { HeldMemory } from './support/memoryHolder.entry';

/*
 * Memory of a process that holds the inspector, after it has captured 10 and 40 million frames of
 * 64 bytes into files, and the bytes of index that a frame takes on disk and in memory.
 */

const rounds = Number(process.env['ROUNDS'] ?? 5);

async function measure(millions: number): Promise<HeldMemory> {
  const holder = fork('./out/test/bench/support/memoryHolder.entry.js', [`${millions}e6`]);
  let held: HeldMemory | undefined;
  holder.on('message', (message: HeldMemory) => {
    held = message;
  });
  await once(holder, 'exit');
  if (!held) throw new Error('The capture failed.');
  const { rss, peakRss, indexBytes } = held;
  console.error(
    `${millions} million frames: ${megabytes(rss)} MB, at most ${megabytes(peakRss)} MB; index ${megabytes(indexBytes)} MB`,
  );
  return held;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

async function main(): Promise<void> {
  const held10: HeldMemory[] = [];
  const held40: HeldMemory[] = [];
  for (let round = 0; round < rounds; round++) {
    held10.push(await measure(10));
    held40.push(await measure(40));
  }
  printFigures('memory', {
    bytesPerFrame: median(held10.map(({ indexBytes }) => indexBytes)) / 10e6,
    totalMB10: median(held10.map(({ rss }) => rss)) / 1e6,
    totalMB40: median(held40.map(({ rss }) => rss)) / 1e6,
  });
}

void main();
