import assert from 'node:assert/strict';
import { SavedMessages } from '../../../src/host/savedMessages';
import { longestSavedDraft, mostSavedMessages } from '../../../src/protocol/savedMessage';
import { RequestError } from '../../../src/protocol/requestError';
import { memoryStore } from './memoryStores';

const text = (message: string) => ({ kind: 'text', text: message }) as const;

function fails(code: string, says: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof RequestError && error.code === code && says.test(error.message);
}

describe('SavedMessages', () => {
  it('keeps messages by their names, in the order of the alphabet', async () => {
    const store = memoryStore();
    const saved = new SavedMessages(store);
    await saved.save({ name: 'b', draft: text('1') });
    await saved.save({ name: ' a ', draft: text('2') });
    await saved.save({ name: 'b', draft: text('3') });
    const all = [
      { name: 'a', draft: text('2') },
      { name: 'b', draft: text('3') },
    ];
    assert.deepEqual(saved.all, all);
    assert.deepEqual(new SavedMessages(store).all, all, 'the store outlives the object');
    assert.deepEqual(await saved.delete('a'), all.slice(1));
  });

  it('says what it does not keep, and keeps what was there', async () => {
    const saved = new SavedMessages(memoryStore());
    await assert.rejects(saved.save({ name: ' ', draft: text('') }), fails('no-name', /Give it/));
    const long = text('x'.repeat(longestSavedDraft));
    await assert.rejects(saved.save({ name: 'a', draft: long }), fails('too-large', /262144/));
    for (let index = 0; index < mostSavedMessages; index++) {
      await saved.save({ name: String(index), draft: text('') });
    }
    await assert.rejects(
      saved.save({ name: 'one more', draft: text('') }),
      fails('too-many', /Delete one first/),
    );
    await saved.save({ name: '0', draft: text('in place of it') });
    assert.equal(saved.all.length, mostSavedMessages);
  });

  it('leaves out what is of another shape', () => {
    const stored = [{ name: 'a', draft: text('') }, { name: 'b' }, null, { name: 'c', draft: {} }];
    const saved = new SavedMessages(memoryStore(new Map([['savedMessages', stored]])));
    assert.deepEqual(saved.all, stored.slice(0, 1));
    assert.deepEqual(new SavedMessages(memoryStore()).all, []);
  });
});
