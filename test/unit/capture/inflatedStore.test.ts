import assert from 'node:assert/strict';
import { chunkOverhead } from '../../../src/capture/chunkLog';
import { InflatedStore } from '../../../src/capture/inflatedStore';

describe('InflatedStore', () => {
  it('keeps messages by their first row and counts their memory once', () => {
    const store = new InflatedStore();
    const message = { bytes: new Uint8Array(100), length: 100, problem: undefined };
    store.set(7, message);
    store.set(7, message);
    assert.equal(store.get(7), message);
    assert.equal(store.memoryUsed, 100 + chunkOverhead);
    store.delete(8);
    store.delete(7);
    assert.equal(store.get(7), undefined);
    assert.equal(store.memoryUsed, 0);
  });
});
