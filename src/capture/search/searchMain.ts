import { parentPort } from 'node:worker_threads';
import type { SearchReply, SearchRequest } from './searchMessages';
import { SliceSearch } from './sliceSearch';

/*
 * The search thread. It is told everything and keeps nothing but a compiled filter, so that it can
 * be ended at any moment and replaced.
 */
if (!parentPort) throw new Error('The search runs in a worker thread only.');
const port = parentPort;
const search = new SliceSearch();

port.on('message', ({ id, filter, source }: SearchRequest) => {
  reply({ kind: 'begun', id });
  try {
    reply({ kind: 'matched', id, result: search.match(filter, source) });
  } catch (error) {
    reply({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  }
});

function reply(message: SearchReply): void {
  port.postMessage(message);
}
