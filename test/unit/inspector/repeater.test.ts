import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { Repeater } from '../../../src/inspector/repeater';
import type { RepeatOrder, RepeatState } from '../../../src/protocol/repeat';

/** A repetition whose sending is written down. */
class Repetition {
  readonly times: number[] = [];
  private readonly news = new EventEmitter();
  readonly repeater: Repeater;

  constructor(order: Partial<RepeatOrder>, send: () => Promise<void> = async () => {}) {
    this.repeater = new Repeater({
      order: { everyMs: 5, times: undefined, jitterMs: 0, ...order },
      send: () => {
        this.times.push(performance.now());
        return send();
      },
      onChange: () => this.news.emit('change'),
    });
  }

  async until(wanted: (state: RepeatState) => boolean): Promise<RepeatState> {
    while (!wanted(this.repeater.progress)) await once(this.news, 'change');
    return this.repeater.progress;
  }

  async ended(): Promise<RepeatState> {
    return this.until(({ state }) => state !== 'running');
  }
}

describe('Repeater', () => {
  it('sends so many times and tells how far it is', async () => {
    const repetition = new Repetition({ times: 3 });
    const halfway = await repetition.until(({ sent }) => sent === 1);
    assert.deepEqual([halfway.state, halfway.times], ['running', 3]);
    const { sent, state, why } = await repetition.ended();
    assert.deepEqual([sent, state, why, repetition.times.length], [3, 'done', undefined, 3]);
  });

  it('keeps the time from one to the next, without drift', async () => {
    // Sending takes its time, which the waiting makes up for.
    const repetition = new Repetition({ times: 11, everyMs: 20 }, async () => {
      const end = performance.now() + 5;
      while (performance.now() < end);
    });
    await repetition.ended();
    const [first = 0] = repetition.times;
    const took = (repetition.times.at(-1) ?? 0) - first;
    assert.ok(took >= 190 && took < 290, `10 times 20 ms took ${took} ms`);
  });

  it('varies the time by its jitter', async () => {
    const repetition = new Repetition({ times: 40, everyMs: 6, jitterMs: 5 });
    await repetition.ended();
    const gaps = repetition.times.slice(1).map((time, index) => time - repetition.times[index]!);
    assert.ok(Math.max(...gaps) - Math.min(...gaps) > 4, `gaps of ${gaps.join(', ')} ms`);
  });

  it('does not make up for what was late', async () => {
    let stall = 60;
    const repetition = new Repetition({ times: 6, everyMs: 10 }, async () => {
      const end = performance.now() + stall;
      stall = 0;
      while (performance.now() < end);
    });
    await repetition.ended();
    const gaps = repetition.times
      .slice(2)
      .map((time, index) => time - repetition.times[index + 1]!);
    assert.ok(Math.min(...gaps) > 5, `gaps of ${gaps.join(', ')} ms`);
  });

  it('waits for one to leave before it sends the next', async () => {
    let leave: (() => void) | undefined;
    const repetition = new Repetition(
      { times: 2, everyMs: 0 },
      () =>
        new Promise((resolve) => {
          leave = resolve;
        }),
    );
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    assert.equal(repetition.times.length, 1);
    leave?.();
    await repetition.until(({ sent }) => sent === 1);
    while (repetition.times.length < 2) await new Promise((resolve) => void setImmediate(resolve));
    leave?.();
    assert.equal((await repetition.ended()).state, 'done');
  });

  it('stops when it is told to, and says why', async () => {
    const repetition = new Repetition({ everyMs: 1 });
    await repetition.until(({ sent }) => sent === 3);
    repetition.repeater.stop('It was stopped.');
    repetition.repeater.stop('Too late.');
    const { sent, state, why } = repetition.repeater.progress;
    assert.deepEqual([sent, state, why], [3, 'stopped', 'It was stopped.']);
  });

  it('ends with what cannot be sent, and says why', async () => {
    let left = 2;
    const repetition = new Repetition({ everyMs: 1 }, async () => {
      if (left-- === 0) throw new Error('The other end does not read.');
    });
    const { sent, state, why } = await repetition.ended();
    assert.deepEqual([sent, state, why], [2, 'failed', 'The other end does not read.']);
  });
});
