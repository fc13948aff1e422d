import assert from 'node:assert/strict';
import { chunkOverhead } from '../../../src/capture/chunkLog';
import { bytesPerMessage, InflatedStore } from '../../../src/capture/inflatedStore';

function storeOf(...firstRows: number[]): InflatedStore {
  const store = new InflatedStore();
  for (const row of firstRows) {
    const bytes = Buffer.from(`message ${row}`);
    store.append(row, { bytes, length: bytes.length, problem: undefined });
  }
  return store;
}

function read(store: InflatedStore, row: number, offset = 0, length = 100): string {
  return Buffer.from(store.read(row, offset, length)).toString();
}

describe('InflatedStore', () => {
  it('finds messages by their first row and reads any part of them', () => {
    const store = storeOf(3, 4, 9, 200);
    for (const row of [3, 4, 9, 200]) {
      assert.equal(read(store, row), `message ${row}`);
      const length = `message ${row}`.length;
      assert.deepEqual(store.get(row), { kept: length, length, problem: undefined });
    }
    assert.equal(read(store, 200, 8, 2), '20');
    assert.deepEqual(store.placeOf(9), { position: 18, kept: 9 });
    assert.equal(store.placeOf(5), undefined);
    assert.equal(read(store, 9, 100), '');
    for (const row of [0, 5, 201]) assert.equal(store.get(row), undefined);
    assert.equal(read(store, 5), '');
  });

  it('keeps what is known of a message that is not whole', () => {
    const store = storeOf(1);
    store.append(2, {
      bytes: Buffer.from('half'),
      length: undefined,
      problem: 'It broke off – so.',
    });
    store.append(3, { bytes: Buffer.from('part'), length: 5e9, problem: 'Too long.' });
    assert.deepEqual(store.get(2), { kept: 4, length: undefined, problem: 'It broke off – so.' });
    assert.deepEqual(store.get(3), { kept: 4, length: 5e9, problem: 'Too long.' });
    assert.equal(read(store, 2), 'half');
    assert.equal(read(store, 3), 'part');
  });

  it('lets messages go with their memory', () => {
    const store = storeOf(1, 5, 7);
    assert.equal(store.memoryUsed, 3 * ('message 1'.length + chunkOverhead + bytesPerMessage));
    store.dropBefore(6);
    assert.equal(store.get(5), undefined);
    assert.equal(read(store, 7), 'message 7');
    store.dropBefore(8);
    assert.equal(store.memoryUsed, 0);
  });
});
