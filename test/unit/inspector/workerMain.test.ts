import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';
import type { ConnectionSnapshot } from '../../../src/protocol/connectionSnapshot';
import type { InspectorClientSide } from '../../../src/protocol/contracts';
import { Endpoint } from '../../../src/protocol/endpoint';
import { protocolVersion } from '../../../src/protocol/hello';
import { decodeRowBatch } from '../../../src/protocol/rowBatch';

describe('workerMain', () => {
  it('answers and announces from a worker thread', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    server.on('connection', (peer) => peer.send('from the server'));
    const worker = new Worker(path.join(__dirname, 'workerMain.entry.js'));
    const connection = 'panel-1';
    const news = new EventEmitter();
    const pushed = once(news, 'pushed') as Promise<[ConnectionSnapshot]>;
    const endpoint = new Endpoint<InspectorClientSide>({
      port: {
        post: (message) => worker.postMessage(message),
        onMessage: (listener) => worker.on('message', listener),
        onClose: (listener) => worker.once('exit', listener),
      },
      handlers: {},
      notices: {
        'captures/exporting': () => {},
        'connection/changed': (snapshot) => {
          if (snapshot.traffic.in.frames === 1) news.emit('pushed', snapshot);
        },
      },
    });
    const hello = await endpoint.request('inspector/hello', { protocol: 1, build: '' });
    assert.equal(hello.protocol, protocolVersion);
    const { port } = server.address() as AddressInfo;
    const url = `ws://127.0.0.1:${port}/`;
    const dial = { url, subprotocols: [], headers: {}, acceptUntrustedCertificate: false };
    await endpoint.request('connection/open', { connection, dial });
    const [{ rows }] = await pushed;
    const range = { connection, generation: rows.generation, start: 0, count: rows.total };
    const batch = decodeRowBatch(await endpoint.request('rows/read', range));
    assert.ok(batch.rows.some(({ preview }) => preview === 'from the server'));
    await worker.terminate();
    for (const client of server.clients) client.terminate();
    server.close();
  });
});
