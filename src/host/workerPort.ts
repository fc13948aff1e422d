import type { Worker } from 'node:worker_threads';
import type { Port } from '../protocol/port';

/** The host's end of the channel to a worker thread. */
export function workerPort(worker: Worker): Port {
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    onMessage: (listener) => worker.on('message', listener),
    onClose: (listener) => worker.once('exit', listener),
  };
}
