import { EventEmitter, once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { temporaryFolder } from '../../../scripts/temporaryFolder.mjs';
import { readSettings } from '../../../src/host/settings';
import { workerPort } from '../../../src/host/workerPort';
import type { ConnectionSnapshot, ConnectionState } from '../../../src/protocol/connectionSnapshot';
import type { InspectorClientSide } from '../../../src/protocol/contracts';
import { Endpoint } from '../../../src/protocol/endpoint';

/** The one connection of a benchmark. */
export const connection = 'bench';

/** The inspector of `dist/` in a worker thread, seen from the host. */
export interface ShippedInspector {
  readonly request: Endpoint<InspectorClientSide>['request'];
  /** Resolves when dialling has begun. */
  readonly open: (url: string) => Promise<unknown>;
  /** Where captures are stored. */
  readonly captures: string;
  /** Resolves with the first snapshot, from the newest on, in that state or as wanted. */
  readonly until: (
    wanted: ConnectionState | ((snapshot: ConnectionSnapshot) => boolean),
  ) => Promise<ConnectionSnapshot>;
  readonly newest: () => ConnectionSnapshot;
  /** Ends connection, capture and worker, and deletes what was captured in a folder of its own. */
  readonly end: () => Promise<void>;
}

export interface ShippedInspectorOptions {
  /** Whether captures are stored, as the host has it; in memory only if not. */
  readonly stored?: boolean;
  /** Where they are stored; in a folder of its own unless told. */
  readonly capturesFolder?: string;
}

/** Starts it as the host does, with the settings of a user who has changed none. */
export async function startShippedInspector({
  stored = true,
  capturesFolder,
}: ShippedInspectorOptions = {}): Promise<ShippedInspector> {
  const folder = await temporaryFolder('bench');
  const worker = new Worker(path.resolve('dist/inspector.js'));
  const news = new EventEmitter();
  let snapshot: ConnectionSnapshot | undefined;
  const endpoint = new Endpoint<InspectorClientSide>({
    port: workerPort(worker),
    handlers: {},
    notices: {
      'captures/exporting': () => {},
      'connection/changed': (newer) => {
        snapshot = newer;
        news.emit('snapshot');
      },
    },
  });
  const newest = () => {
    if (!snapshot) throw new Error('The inspector has told nothing yet.');
    return snapshot;
  };
  const captures = capturesFolder ?? path.join(folder, 'captures');
  await endpoint.request('inspector/configure', {
    ...readSettings(() => undefined).inspector,
    capturesFolder: stored ? captures : undefined,
  });
  return {
    request: (...asked) => endpoint.request(...asked),
    open: (url) => {
      const dial = { url, subprotocols: [], headers: {}, acceptUntrustedCertificate: false };
      return endpoint.request('connection/open', { connection, dial });
    },
    captures,
    until: async (wanted) => {
      const isWanted =
        typeof wanted === 'function' ? wanted : ({ state }: ConnectionSnapshot) => state === wanted;
      for (;;) {
        if (snapshot && isWanted(snapshot)) return snapshot;
        await once(news, 'snapshot');
      }
    },
    newest,
    end: async () => {
      await endpoint.request('inspector/finish', null);
      endpoint.close();
      await worker.terminate();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
