import { parentPort } from 'node:worker_threads';
import { CaptureUnreadable } from './fileSlices';
import type { LetGo, SearchReply, SearchRequest } from './searchMessages';
import { SliceSearch } from './sliceSearch';

/*
 * The search thread. It is told everything and keeps nothing that cannot be had again, so that it
 * can be ended at any moment and replaced.
 */
if (!parentPort) throw new Error('The search runs in a worker thread only.');
const port = parentPort;
const search = new SliceSearch();

port.on('message', (message: SearchRequest | LetGo) => {
  if (message.kind === 'let go') search.letGo(message.folder);
  else answer(message);
});

function answer(request: SearchRequest): void {
  const { id, watched } = request;
  let begun = false;
  try {
    const result = search.search(request, (bytes) => {
      if (watched || !begun) reply({ kind: 'begun', id, bytes });
      begun = true;
    });
    reply({ kind: 'matched', id, result }, [result.found.buffer]);
  } catch (error) {
    const unreadable = error instanceof CaptureUnreadable;
    reply({ kind: 'failed', id, unreadable, message: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

function reply(message: SearchReply, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}
