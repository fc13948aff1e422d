import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { WebSocket } from 'ws';

/*
 * What ours is measured against, in a worker as ours is: a plain `ws` client that throws everything
 * away, or one that appends every message to a file stream, the way one would write it by hand.
 */

interface Task {
  readonly url: string;
  readonly file: string | undefined;
}

/** What a client came to; all times are milliseconds from the connection's `open`. */
export interface Received {
  readonly messages: number;
  /** To its `close`. */
  readonly receivedMs: number;
  /** Until all of the messages were in the file, if there is one. */
  readonly keptMs: number;
}

async function receive({ url, file }: Task): Promise<Received> {
  const socket = new WebSocket(url, { maxPayload: 100 * 1024 * 1024 });
  const stream = file === undefined ? undefined : createWriteStream(file);
  let messages = 0;
  socket.on('message', (data: Buffer) => {
    messages++;
    stream?.write(data);
  });
  await once(socket, 'open');
  const start = performance.now();
  await once(socket, 'close');
  const receivedMs = performance.now() - start;
  if (stream) {
    stream.end();
    await once(stream, 'finish');
  }
  return { messages, receivedMs, keptMs: performance.now() - start };
}

void receive(workerData as Task).then((result) => parentPort?.postMessage(result));
