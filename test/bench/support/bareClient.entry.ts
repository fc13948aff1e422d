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

async function receive({ url, file }: Task): Promise<{ messages: number; ms: number }> {
  const socket = new WebSocket(url, { maxPayload: 100 * 1024 * 1024 });
  const stream = file === undefined ? undefined : createWriteStream(file);
  let messages = 0;
  let start = 0n;
  socket.on('message', (data: Buffer) => {
    if (messages++ === 0) start = process.hrtime.bigint();
    stream?.write(data);
  });
  await once(socket, 'close');
  if (stream) {
    stream.end();
    await once(stream, 'finish');
  }
  return { messages, ms: Number(process.hrtime.bigint() - start) / 1e6 };
}

void receive(workerData as Task).then((result) => parentPort?.postMessage(result));
