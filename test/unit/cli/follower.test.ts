import assert from 'node:assert/strict';
import { Follower, mostUnprinted } from '../../../src/cli/follower';
import type { ConnectionSnapshot } from '../../../src/protocol/connectionSnapshot';
import { idleSnapshot } from '../../../src/protocol/idleSnapshot';

function snapshot(total: number, more: Partial<ConnectionSnapshot> = {}): ConnectionSnapshot {
  const idle = idleSnapshot('x', 1e9);
  return { ...idle, state: 'open', rows: { generation: 1, total, first: 0 }, ...more };
}

/** A follower that prints the numbers of rows; what it does is noted. */
function follow() {
  const done: string[] = [];
  let letGo: (() => void) | undefined;
  const follower = new Follower({
    connection: {
      letGo: (row) => done.push(`let go ${row}`),
      followerBehind: (behind) => done.push(behind ? 'behind' : 'caught up'),
    },
    async *rows(from, to) {
      for (let row = from; row < to; row++) yield String(row);
    },
    write: (text) => {
      done.push(text);
      return new Promise((resolve) => {
        if (paused) letGo = resolve;
        else resolve();
      });
    },
    onLost: (rows) => done.push(`lost ${rows}`),
  });
  let paused = false;
  return {
    follower,
    done,
    pause: () => (paused = true),
    resume: () => {
      paused = false;
      letGo?.();
    },
  };
}

const someTurns = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};

describe('Follower', () => {
  it('prints each row once, whatever it is told, up to the end', async () => {
    const { follower, done } = follow();
    const ended = follower.run();
    follower.told(snapshot(2));
    await someTurns();
    follower.told(snapshot(2));
    follower.told(snapshot(3));
    await someTurns();
    const last = snapshot(4, { state: 'closed' });
    follower.told(last);
    assert.equal(await ended, last);
    assert.deepEqual(
      done.filter((one) => !one.startsWith('let go')),
      ['0', '1', '2', '3'],
    );
  });

  it('prints what it was told of before it ran', async () => {
    const { follower, done } = follow();
    follower.told(snapshot(1, { state: 'closed' }));
    await follower.run();
    assert.deepEqual(done, ['0', 'let go 1']);
  });

  it('slows the other end down while too much waits, and loses nothing', async () => {
    const { follower, done, pause, resume } = follow();
    const memory = { used: mostUnprinted + 1, limit: 1e9 };
    pause();
    const ended = follower.run();
    follower.told(snapshot(1));
    await someTurns();
    follower.told(snapshot(2, { memory }));
    follower.told(snapshot(3, { memory }));
    assert.deepEqual(done, ['0', 'behind']);
    resume();
    await someTurns();
    follower.told(snapshot(3, { memory, state: 'closed' }));
    await ended;
    assert.deepEqual(done.slice(2, 4), ['let go 1', 'caught up']);
    assert.deepEqual(
      done.filter((one) => /^\d/.test(one)),
      ['0', '1', '2'],
    );
    assert.equal(done.filter((one) => one === 'behind').length, 1);
  });

  it('does not pause for memory that nothing unprinted takes', async () => {
    const { follower, done } = follow();
    const ended = follower.run();
    follower.told(snapshot(1));
    await someTurns();
    follower.told(snapshot(1, { memory: { used: mostUnprinted * 2, limit: 1e9 } }));
    follower.told(snapshot(1, { state: 'closed' }));
    await ended;
    assert.ok(!done.includes('behind'));
  });

  it('says how many rows went before they could be printed', async () => {
    const { follower, done } = follow();
    const rows = { generation: 1, total: 9, first: 5 };
    follower.told(snapshot(9, { rows, state: 'closed' }));
    await follower.run();
    assert.equal(done[0], 'lost 5');
  });
});
