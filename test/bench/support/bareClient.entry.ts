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

/** Milliseconds are those from the connection's `open` to its `close`. */
async function receive({ url, file }: Task): Promise<{ messages: number; ms: number }> {
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
  const ms = performance.now() - start;
  if (stream) {
    // What still waits to be written is not counted, but must not slow down what is measured next.
    stream.end();
    await once(stream, 'finish');
  }
  return { messages, ms };
}

void receive(workerData as Task).then((result) => parentPort?.postMessage(result));
