import type { MessagePort } from 'node:worker_threads';
import type { Port } from '../protocol/port';

/** The inspector's end of the channel to the thread that started it. */
export function messagePort(port: MessagePort): Port {
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.once('close', listener),
  };
}
