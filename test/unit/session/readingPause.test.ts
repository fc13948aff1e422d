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
});
