import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { classOf, PowerHistogram } from '../../../src/capture/powerHistogram';

describe('a histogram by powers of two', () => {
  it('puts a number into the class whose limits it lies between', () => {
    assert.deepEqual([0, 1, 2, 3, 4, 255, 256].map(classOf), [0, 1, 2, 2, 3, 8, 9]);
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const at = classOf(Math.abs(value));
        assert.ok(Math.abs(value) < 2 ** at);
        assert.ok(at === 0 || Math.abs(value) >= 2 ** (at - 1));
      }),
    );
    assert.equal(classOf(2 ** 63), 64);
  });

  it('knows the smallest and largest number, and estimates others within their class', () => {
    const numbers = fc.array(fc.oneof(fc.nat(20), fc.nat()), { minLength: 1 });
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const histogram = new PowerHistogram();
        for (const value of values) histogram.add(value);
        const sorted = values.toSorted((a, b) => a - b);
        assert.equal(histogram.min, sorted[0]);
        assert.equal(histogram.max, sorted.at(-1));
        const exact = sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
        assert.equal(classOf(histogram.estimate(share) ?? -1), classOf(exact));
      }),
    );
  });

  it('has nothing to say of no numbers', () => {
    const { min, max } = new PowerHistogram();
    assert.deepEqual(
      [min, max, new PowerHistogram().estimate(0.5)],
      [undefined, undefined, undefined],
    );
  });
});
