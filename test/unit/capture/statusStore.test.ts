import assert from 'node:assert/strict';
import { StatusStore } from '../../../src/capture/statusStore';

describe('StatusStore', () => {
  it('keeps texts by row and counts their memory', () => {
    const store = new StatusStore();
    const status = { severity: 'info', text: 'Open', detail: 'GET / HTTP/1.1' } as const;
    store.set(4, status);
    assert.equal(store.get(4), status);
    assert.equal(store.get(5), undefined);
    assert.equal(store.memoryUsed, 2 * (4 + 14));
    store.dropBefore(4);
    assert.equal(store.get(4), status);
    store.dropBefore(5);
    assert.equal(store.get(4), undefined);
    assert.equal(store.memoryUsed, 0);
  });
});
