import assert from 'node:assert/strict';
import { History, historyLimit } from '../../../src/host/history';
import { memoryStore } from './memoryStores';

function addressesIn(stored: unknown): readonly string[] {
  return new History(memoryStore(new Map([['addresses', stored]]))).addresses;
}

describe('History', () => {
  it('lists the newest first and each address once', async () => {
    const history = new History(memoryStore());
    for (const address of ['ws://a/', 'ws://b/', 'ws://a/']) await history.add(address);
    assert.deepEqual(history.addresses, ['ws://a/', 'ws://b/']);
  });

  it('outlives the object, since the store does', async () => {
    const store = memoryStore();
    await new History(store).add('ws://a/');
    assert.deepEqual(new History(store).addresses, ['ws://a/']);
  });

  it('keeps no more than its limit and says what had to go', async () => {
    const history = new History(memoryStore());
    const gone: string[] = [];
    for (let index = 0; index < historyLimit + 2; index++) {
      gone.push(...(await history.add(`ws://host-${index}/`)));
    }
    assert.equal(history.addresses.length, historyLimit);
    assert.equal(history.addresses[0], `ws://host-${historyLimit + 1}/`);
    assert.deepEqual(gone, ['ws://host-0/', 'ws://host-1/']);
  });

  it('removes an address', async () => {
    const history = new History(memoryStore());
    await history.add('ws://a/');
    await history.add('ws://b/');
    await history.remove('ws://b/');
    assert.deepEqual(history.addresses, ['ws://a/']);
  });

  it('takes what is no list of texts for what can be read of it', () => {
    assert.deepEqual(addressesIn({ broken: true }), []);
    assert.deepEqual(addressesIn(['ws://a/', 7, null]), ['ws://a/']);
  });
});
