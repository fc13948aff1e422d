import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A flood server that runs, in a process of its own. */
export interface FloodServer {
  readonly port: number;
  stop(): void;
}

export async function startFloodServer(args: readonly string[] = []): Promise<FloodServer> {
  const server = fork('./out/test/bench/support/floodServer.entry.js', args);
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  return { port, stop: () => server.disconnect() };
}
