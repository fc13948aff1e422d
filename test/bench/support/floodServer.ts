import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** More messages than anybody can take while being watched. */
export const endless = 1e9;

export interface FloodServer {
  /** A client that connects to it gets `count` messages of `size` bytes, and then is closed. */
  readonly url: (size: number, count: number) => string;
  readonly stop: () => void;
}

export interface FloodServerOptions {
  readonly deflate?: boolean;
  /** Path of its bundle; it lies in `support`, beside the benchmark's, unless told. */
  readonly program?: string;
}

/** Starts the flood server as a process of its own, as another end would be. */
export async function startFloodServer({
  deflate = false,
  program = path.join(__dirname, 'support/floodServer.entry.js'),
}: FloodServerOptions = {}): Promise<FloodServer> {
  const server = fork(program, deflate ? ['--deflate'] : []);
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  return {
    url: (size, count) => `ws://127.0.0.1:${port}/?size=${size}&count=${count}`,
    stop: () => server.disconnect(),
  };
}
