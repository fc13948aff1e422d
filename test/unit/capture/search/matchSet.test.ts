import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { MatchSet } from '../../../../src/capture/search/matchSet';

describe('MatchSet', () => {
  it('finds every row by its index, and every index by its row', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(100_000), { maxLength: 300 }), (numbers) => {
        const rows = numbers.toSorted((a, b) => a - b);
        const set = new MatchSet();
        for (const row of rows) set.add(row);
        assert.equal(set.count, rows.length);
        assert.deepEqual(
          rows.map((_, index) => set.rowAt(index)),
          rows,
        );
        assert.equal(set.rowAt(rows.length), undefined);
        assert.equal(set.rowAt(-1), undefined);
        rows.forEach((row, index) => {
          assert.equal(set.countBefore(row), index);
          assert.equal(set.countBefore(row + 1), index + 1);
        });
        assert.equal(set.countBefore(1_000_000), rows.length);
      }),
    );
  });

  it('takes rows as bits, in any order, and counts each once', () => {
    const set = new MatchSet();
    set.addAll(Uint32Array.of(0b101, 0, 1 << 31), 16_384 - 32);
    assert.equal(set.count, 3);
    set.add(16_384 - 32);
    set.add(7);
    set.addAll(Uint32Array.of(0b111), 16_384 - 32);
    const rows = [7, 16_384 - 32, 16_384 - 31, 16_384 - 30, 16_384 + 63];
    assert.equal(set.count, rows.length);
    assert.deepEqual(
      rows.map((_, index) => set.rowAt(index)),
      rows,
    );
    assert.equal(set.countBefore(16_384), 4);
  });

  it('holds every row of several pages', () => {
    const set = new MatchSet();
    for (let row = 0; row < 40_000; row++) set.add(row);
    for (const row of [0, 31, 32, 16_383, 16_384, 39_999]) {
      assert.equal(set.rowAt(row), row);
      assert.equal(set.countBefore(row), row);
    }
  });
});
