import assert from 'node:assert/strict';
import { maskingKeys } from '../../../src/session/maskingKeys';

describe('maskingKeys', () => {
  it('draws another key for each frame, over all 32 bits', () => {
    const next = maskingKeys(undefined);
    const keys = Array.from({ length: 5_000 }, next);
    assert.ok(new Set(keys).size > 4_990, 'keys hardly ever repeat');
    for (let bit = 0; bit < 32; bit++) {
      const set = keys.filter((key) => (key & (1 << bit)) !== 0).length;
      assert.ok(set > 2_000 && set < 3_000, `bit ${bit} is set in ${set} of 5,000 keys`);
    }
  });

  it('gives a fixed one again and again, 0 as well', () => {
    for (const fixed of [0, 0xdead_beef]) {
      const next = maskingKeys(fixed);
      assert.deepEqual([next(), next()], [fixed, fixed]);
    }
  });
});
