import { parentPort, type MessagePort } from 'node:worker_threads';
import { build } from '../../../src/host/build';
import type { InspectorSide } from '../../../src/protocol/contracts';
import { Endpoint, type Handlers } from '../../../src/protocol/endpoint';
import { protocolVersion } from '../../../src/protocol/hello';
import { idleSnapshot } from '../../../src/protocol/idleSnapshot';
import type { InspectorMethods, InspectorSettings } from '../../../src/protocol/inspectorProtocol';
import { RequestError } from '../../../src/protocol/requestError';

function unused(): never {
  throw new RequestError('unused', 'No test asks this.');
}

/**
 * A worker with which the host's side is tested. It tells back what it was configured with, tells
 * that it was asked to finish, and dies of a `frame/send`.
 */
function serve(port: MessagePort): void {
  let settings: InspectorSettings | undefined;
  const handlers: Handlers<InspectorMethods> = {
    'inspector/hello': () => ({ protocol: protocolVersion, build }),
    'inspector/configure': (given) => {
      settings = given;
      return null;
    },
    'address/check': () => ({ ok: false, message: JSON.stringify(settings) }),
    'connection/read': ({ connection }) => {
      const snapshot = idleSnapshot(connection, settings?.memoryLimit ?? 0);
      endpoint.notify('connection/changed', snapshot);
      return snapshot;
    },
    'frame/send': () => process.exit(7),
    'frame/preview': unused,
    'repeat/start': unused,
    'repeat/stop': unused,
    'draft/fromRow': unused,
    'connection/open': unused,
    'connection/cancel': unused,
    'connection/close': unused,
    'connection/forget': unused,
    'filter/set': unused,
    'filter/complete': unused,
    'rows/read': unused,
    'row/find': unused,
    'summary/read': unused,
    'frame/read': unused,
    'bytes/read': unused,
    'inspector/finish': () => {
      endpoint.notify('captures/exporting', { connection: 'finished', done: 1, total: 1 });
      return null;
    },
    'captures/list': unused,
    'captures/open': unused,
    'captures/delete': unused,
    'captures/tidy': unused,
    'captures/export': unused,
  };
  const endpoint = new Endpoint<InspectorSide>({
    port: {
      post: (message, transfer = []) => port.postMessage(message, [...transfer]),
      onMessage: (listener) => port.on('message', listener),
      onClose: (listener) => port.once('close', listener),
    },
    handlers,
    notices: {},
  });
}

if (parentPort) serve(parentPort);
