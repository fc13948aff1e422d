import { startFloodServer } from './floodServer';
import type { ShippedInspector } from './shippedInspector';

/**
 * Has an inspector capture a flood of messages of 64 bytes into files.
 *
 * @throws Error if any of it is missing
 */
export async function captureFlood(inspector: ShippedInspector, count: number): Promise<void> {
  const server = await startFloodServer();
  try {
    await inspector.open(server.url(64, count));
    const { traffic, rows, storage } = await inspector.until('closed');
    // The close frame is one, too.
    if (traffic.in.frames !== count + 1) throw new Error(`${traffic.in.frames} frames came.`);
    if (storage?.problem !== undefined || rows.first > 0) throw new Error('Rows were lost.');
  } finally {
    server.stop();
  }
}
