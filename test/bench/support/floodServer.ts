import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface FloodServer {
  /** The address at which a client gets `count` messages of `size` bytes, and then is closed. */
  readonly url: (size: number, count: number) => string;
  readonly stop: () => void;
}

/** Starts the flood server as a process of its own, as another end would be. */
export async function startFloodServer({ deflate = false } = {}): Promise<FloodServer> {
  const program = path.resolve('out/test/bench/support/floodServer.entry.js');
  const server = fork(program, deflate ? ['--deflate'] : []);
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  return {
    url: (size, count) => `ws://127.0.0.1:${port}/?size=${size}&count=${count}`,
    stop: () => server.disconnect(),
  };
}
