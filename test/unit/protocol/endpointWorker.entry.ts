import { parentPort } from 'node:worker_threads';
import { Endpoint } from '../../../src/protocol/endpoint';

interface WorkerSide {
  answers: {
    double: { params: number; result: number };
    buffer: { params: { bytes: number }; result: { bytes: ArrayBuffer; total: number } };
    wait: { params: null; result: null };
  };
  hears: object;
  asks: object;
  tells: object;
}

const port = parentPort;
if (!port) throw new Error('This is the far side of endpoint.test.ts, in a worker thread.');

const endpoint = new Endpoint<WorkerSide>({
  port: {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.once('close', listener),
  },
  handlers: {
    double: (params) => params * 2,
    buffer: ({ bytes }) => ({ bytes: new ArrayBuffer(bytes), total: bytes }),
    wait: () => new Promise<null>(() => undefined),
  },
  notices: {},
});
port.once('close', () => endpoint.close());
