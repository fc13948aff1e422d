import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface FeedServer {
  /** The address of a client that gets `burst` messages at once, then `rate` a second. */
  readonly feed: (options: { size: number; burst: number; rate: number }) => string;
  /** The address of a client that gets `count` messages, one every `everyMs` or so. */
  readonly times: (options: { count: number; everyMs: number }) => string;
  readonly stop: () => void;
}

/** Starts the feed server as a process of its own, as another end would be. */
export async function startFeedServer(): Promise<FeedServer> {
  const server = fork(path.join(__dirname, 'support/feedServer.entry.js'));
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  return {
    feed: ({ size, burst, rate }) =>
      `ws://127.0.0.1:${port}/feed?size=${size}&burst=${burst}&rate=${rate}`,
    times: ({ count, everyMs }) => `ws://127.0.0.1:${port}/times?count=${count}&everyMs=${everyMs}`,
    stop: () => server.disconnect(),
  };
}
