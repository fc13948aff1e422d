import { open, rm } from 'node:fs/promises';
import path from 'node:path';

const piece = Buffer.alloc(1024 * 1024);

/**
 * Lets the system come by as much memory for files as a run is going to use, by writing as much and
 * deleting it. On a virtual machine, memory that was idle is given back to the host, and whoever
 * uses it first waits for it: that would be measured instead of who keeps messages.
 */
export async function warmMemory(folder: string, bytes: number): Promise<void> {
  const target = path.join(folder, 'warm');
  const file = await open(target, 'w');
  for (let written = 0; written < bytes; written += piece.length) await file.write(piece);
  await file.close();
  await rm(target);
}
