import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { RowSet } from '../../../../src/capture/filter/rowSet';
import { FoundRows } from '../../../../src/capture/search/foundRows';
import { resultRows } from './resultRows';

const anySlice = fc
  .integer({ min: 1, max: 200 })
  .chain((count) => fc.tuple(fc.constant(count), fc.uniqueArray(fc.nat(count - 1))));

describe('FoundRows', () => {
  it('holds the rows of slices that follow each other, wherever they begin', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(100), fc.constantFrom(2 ** 31 - 7, 2 ** 32 + 3)),
        fc.array(anySlice, { minLength: 1, maxLength: 20 }),
        (firstRow, slices) => {
          const found = new FoundRows(firstRow);
          const expected: number[] = [];
          let row = firstRow;
          for (const [count, places] of slices) {
            const rows = RowSet.none(count);
            for (const place of places) rows.add(place);
            found.add(rows, row);
            expected.push(...places.toSorted((a, b) => a - b).map((place) => row + place));
            row += count;
          }
          const result = {
            to: row,
            found: found.upTo(row),
            foundFrom: found.from,
            left: [],
            partly: 0,
          };
          assert.deepEqual(resultRows(result), expected);
        },
      ),
    );
  });

  it('has room for any number of them', () => {
    const found = new FoundRows(5);
    for (let slice = 0; slice < 10; slice++) found.add(RowSet.all(16_384), 5 + slice * 16_384);
    const to = 5 + 10 * 16_384;
    const result = { to, found: found.upTo(to), foundFrom: 0, left: [], partly: 0 };
    assert.deepEqual(
      resultRows(result),
      Array.from({ length: to - 5 }, (_, index) => 5 + index),
    );
  });
});
