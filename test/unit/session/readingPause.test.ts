import assert from 'node:assert/strict';
import { ReadingPause } from '../../../src/session/readingPause';

describe('ReadingPause', () => {
  it('lasts until nothing is behind any more', () => {
    const told: boolean[] = [];
    const reading = new ReadingPause((paused) => told.push(paused));
    reading.set('inflating', true);
    reading.set('storing', true);
    reading.set('inflating', false);
    assert.ok(reading.isPaused);
    reading.set('storing', false);
    assert.ok(!reading.isPaused);
    assert.deepEqual(told, [true, true, true, false]);
  });

  it('makes way while somebody waits for what only reading brings', async () => {
    const told: boolean[] = [];
    const reading = new ReadingPause((paused) => told.push(paused));
    reading.set('following', true);
    const [come = assert.fail()] = await new Promise<(() => void)[]>((resolve) => {
      void reading.readFor(new Promise<void>((done) => resolve([done])));
    });
    assert.ok(!reading.isPaused);
    reading.set('storing', true);
    come();
    await new Promise(setImmediate);
    assert.ok(reading.isPaused);
    assert.deepEqual(told, [true, false, false, true]);
  });

  it('is not told of when nobody is behind', async () => {
    const told: boolean[] = [];
    const reading = new ReadingPause((paused) => told.push(paused));
    assert.equal(await reading.readFor(Promise.resolve(7)), 7);
    await assert.rejects(reading.readFor(Promise.reject(new Error('no'))), /no/);
    assert.ok(!reading.isPaused);
    assert.deepEqual(told, []);
  });
});
