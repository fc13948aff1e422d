import assert from 'node:assert/strict';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

describe('threadPriority', () => {
  const normal = os.getPriority();
  const below = os.constants.priority.PRIORITY_BELOW_NORMAL;

  it('lowers the priority of its own thread at most, never that of the process', async () => {
    const worker = new Worker(path.join(__dirname, 'threadPriority.entry.js'));
    const [priority] = (await once(worker, 'message')) as [number];
    assert.equal(priority, process.platform === 'linux' ? Math.max(normal, below) : normal);
    assert.equal(os.getPriority(), normal);
  });
});
