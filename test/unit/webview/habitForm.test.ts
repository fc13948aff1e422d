import assert from 'node:assert/strict';
import { defaultHabits, habitsOf } from '../../../src/protocol/engineHabits';
import { isHabitChoices } from '../../../src/protocol/habitGuards';
import {
  changedHabits,
  firstHabits,
  keptHabits,
  readHabits,
  type HabitForm,
} from '../../../src/webview/habitForm';

function habits(part: Partial<HabitForm>) {
  const read = readHabits({ ...firstHabits, ...part });
  assert.ok(read.ok, read.ok ? '' : read.message);
  assert.ok(isHabitChoices(read.habits), 'the host takes it');
  return read.habits;
}

describe('the form of the habits', () => {
  it('begins with what holds anyway', () => {
    assert.deepEqual(habitsOf(habits({})), defaultHabits);
    assert.deepEqual(changedHabits(firstHabits), []);
  });

  it('says every habit', () => {
    assert.deepEqual(
      habits({
        pings: 'after',
        pingAfterMs: '250',
        maskingKey: '00 00 00 01',
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        serverMaxWindowBits: '9',
        clientMaxWindowBits: '',
        threshold: '0',
        strictUtf8: false,
        messageLimit: '1,000,000',
        mostFragments: '0',
        mostBufferedChunks: '5',
        mostPongsWaiting: '6',
        closeTimeoutMs: '7',
      }),
      {
        answerPings: { afterMs: 250 },
        maskingKey: '00000001',
        deflate: {
          serverNoContextTakeover: true,
          clientNoContextTakeover: true,
          serverMaxWindowBits: 9,
          clientMaxWindowBits: undefined,
          threshold: 0,
        },
        strictUtf8: false,
        messageLimit: 1_000_000,
        mostFragments: 0,
        mostBufferedChunks: 5,
        mostPongsWaiting: 6,
        closeTimeoutMs: 7,
      },
    );
    assert.equal(habits({ deflate: false }).deflate, false);
    assert.equal(habits({ pings: 'never' }).answerPings, 'never');
    assert.deepEqual(habits({ pings: 'first', pingFirst: '2' }).answerPings, { first: 2 });
  });

  it('says which field is wrong, and only of fields that count', () => {
    for (const [part, field] of [
      [{ maskingKey: '12' }, 'maskingKey'],
      [{ pings: 'after', pingAfterMs: 'soon' }, 'pingAfterMs'],
      [{ mostFragments: '' }, 'mostFragments'],
      [{ mostFragments: '99999999999' }, 'mostFragments'],
      [{ threshold: '-1' }, 'threshold'],
    ] as const) {
      const read = readHabits({ ...firstHabits, ...part });
      assert.equal(!read.ok && read.field, field);
    }
    habits({ pingAfterMs: 'soon' });
    habits({ deflate: false, threshold: 'x' });
  });

  it('comes back as it was kept, and says what is not as usual', () => {
    const form = { ...firstHabits, pings: 'never', mostFragments: 'x' };
    assert.deepEqual(keptHabits(structuredClone(form)), form);
    assert.deepEqual(changedHabits(form), ['pings', 'mostFragments']);
    assert.equal(keptHabits(undefined), undefined);
    assert.deepEqual(keptHabits({ pings: 7 }), firstHabits);
  });
});
