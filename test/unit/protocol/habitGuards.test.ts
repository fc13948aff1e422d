import assert from 'node:assert/strict';
import { defaultHabits, habitsOf } from '../../../src/protocol/engineHabits';
import { isHabitChoices } from '../../../src/protocol/habitGuards';

const { deflate } = defaultHabits;

describe('isHabitChoices', () => {
  it('accepts any part of the habits', () => {
    for (const habits of [
      {},
      defaultHabits,
      { answerPings: 'never' },
      { answerPings: { afterMs: 500 } },
      { answerPings: { first: 0 } },
      { maskingKey: '00ff00FF' },
      { deflate: false },
      { deflate: { ...deflate, serverMaxWindowBits: 8, clientMaxWindowBits: 15, threshold: 0 } },
      // A channel that speaks JSON leaves out what is undefined.
      JSON.parse(JSON.stringify(defaultHabits)),
      { strictUtf8: false, messageLimit: 0, mostFragments: 0, closeTimeoutMs: 0 },
    ]) {
      assert.ok(isHabitChoices(habits), JSON.stringify(habits));
    }
  });

  it('refuses everything else', () => {
    for (const other of [
      null,
      { answerPings: 'sometimes' },
      { answerPings: { afterMs: -1 } },
      { answerPings: { afterMs: 2 ** 31 } },
      { maskingKey: 'ff' },
      { maskingKey: 0xff },
      { deflate: true },
      { deflate: {} },
      { deflate: { ...deflate, clientMaxWindowBits: 7 } },
      { deflate: { ...deflate, serverMaxWindowBits: 16 } },
      { deflate: { ...deflate, serverMaxWindowBits: 'any' } },
      { mostFragments: 2 ** 31 },
      { mostPongsWaiting: 1.5 },
      { strictUtf8: 'no' },
      { another: 1 },
    ]) {
      assert.ok(!isHabitChoices(other), JSON.stringify(other));
    }
  });
});

describe('habitsOf', () => {
  it('has the defaults for what is not told', () => {
    assert.deepEqual(habitsOf(), defaultHabits);
    assert.deepEqual(habitsOf({ answerPings: 'never', mostFragments: undefined }), {
      ...defaultHabits,
      answerPings: 'never',
    });
    assert.equal(habitsOf({ deflate: false }).deflate, false);
  });
});
