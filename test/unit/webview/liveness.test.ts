import assert from 'node:assert/strict';
import { watchHost } from '../../../src/webview/liveness';

/** A host that dies and comes back, by the time in ms, and a page that is blocked for a while. */
interface Play {
  readonly isAlive?: (at: number) => boolean;
  /** Milliseconds that the host takes for an answer. */
  readonly answersIn?: number;
  readonly blocked?: { readonly from: number; readonly to: number };
  readonly endsAt: number;
}

/**
 * Runs the watch in made-up time. What falls due while the page is blocked happens at the end of
 * it, the page's own timers first: that is the order in which a browser may take them.
 */
async function play({ isAlive = () => true, answersIn = 5, blocked, endsAt }: Play) {
  let clock = 0;
  const tasks: { at: number; isTimer: boolean; run: () => void }[] = [];
  const due = (at: number) => (blocked && at >= blocked.from && at < blocked.to ? blocked.to : at);
  const later = (ms: number, isTimer: boolean, run: () => void) =>
    tasks.push({ at: due(clock + ms), isTimer, run });
  const told: { alive: boolean; at: number }[] = [];
  void watchHost({
    ping: (giveUp) =>
      new Promise((resolve, reject) => {
        giveUp.addEventListener('abort', () => reject(new Error('given up')));
        if (isAlive(clock)) later(answersIn, false, () => resolve(undefined));
      }),
    onChange: (alive) => told.push({ alive, at: clock }),
    wait: (ms) => new Promise((resolve) => later(ms, true, resolve)),
  });
  while (clock < endsAt) {
    tasks.sort((a, b) => a.at - b.at || Number(b.isTimer) - Number(a.isTimer));
    const task = tasks.shift();
    if (!task) break;
    clock = task.at;
    task.run();
    await new Promise(setImmediate);
  }
  return told;
}

describe('watchHost', () => {
  it('says nothing while the host answers', async () => {
    assert.deepEqual(await play({ endsAt: 20_000 }), []);
    assert.deepEqual(await play({ answersIn: 1_400, endsAt: 20_000 }), []);
  });

  it('tells a death within 3 s whenever it comes, and the return', async () => {
    for (let died = 10_000; died < 13_000; died += 100) {
      const isAlive = (at: number) => at < died || at > 20_000;
      const [death, life, ...more] = await play({ isAlive, endsAt: 30_000 });
      assert.ok(death?.alive === false && death.at - died < 2_600, `${death?.at} of ${died}`);
      assert.ok(life?.alive === true && life.at > 20_000 && life.at < 23_000);
      assert.deepEqual(more, []);
    }
  });

  it('does not take its own blocked thread, or sleep, for the death of the host', async () => {
    for (const length of [1_400, 1_600, 2_000, 2_400, 60_000]) {
      for (let from = 5_000; from < 8_000; from += 100) {
        const blocked = { from, to: from + length };
        const told = await play({ blocked, endsAt: blocked.to + 10_000 });
        assert.deepEqual(told, [], `blocked for ${length} ms`);
      }
    }
  });

  it('tells a death during its own blocked thread soon after', async () => {
    const blocked = { from: 5_000, to: 8_000 };
    const [death] = await play({ isAlive: (at) => at < 5_500, blocked, endsAt: 20_000 });
    assert.ok(death?.alive === false && death.at < 11_000, `${death?.at}`);
  });
});
