import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { RowSet } from '../../../../src/capture/filter/rowSet';

const count = 100;
const anyPlaces = fc.uniqueArray(fc.nat(count - 1));

function setOf(places: readonly number[]): RowSet {
  const set = RowSet.none(count);
  for (const place of places) set.add(place);
  return set;
}

function placesOf(set: RowSet): number[] {
  const places: number[] = [];
  set.forEach((place) => places.push(place));
  return places;
}

/** The places for which something holds. */
function rising(holds: (place: number) => boolean): number[] {
  return Array.from({ length: count }, (_, place) => place).filter(holds);
}

describe('RowSet', () => {
  it('does what a Set does', () => {
    fc.assert(
      fc.property(anyPlaces, anyPlaces, (some, others) => {
        const [a, b] = [new Set(some), new Set(others)];
        const whole = setOf(some);
        assert.equal(whole.size, a.size);
        assert.deepEqual(
          rising((place) => whole.has(place)),
          rising((place) => a.has(place)),
        );
        const intersected = whole.copy();
        intersected.intersect(setOf(others));
        assert.deepEqual(
          placesOf(intersected),
          rising((place) => a.has(place) && b.has(place)),
        );
        const subtracted = whole.copy();
        subtracted.subtract(setOf(others));
        assert.deepEqual(
          placesOf(subtracted),
          rising((place) => a.has(place) && !b.has(place)),
        );
        for (const place of others) whole.delete(place);
        assert.deepEqual(placesOf(whole), placesOf(subtracted));
      }),
    );
  });

  it('has exactly the rows that there are', () => {
    for (const rows of [0, 1, 31, 32, 33, 64, 16_384]) {
      assert.deepEqual(placesOf(RowSet.all(rows)), [...Array(rows).keys()]);
      assert.equal(RowSet.all(rows).size, rows);
      assert.equal(RowSet.none(rows).size, 0);
    }
  });

  it('can lose rows while it goes through them', () => {
    const set = RowSet.all(70);
    set.forEach((place) => place % 2 === 0 && set.delete(place));
    assert.deepEqual(
      placesOf(set),
      Array.from({ length: 35 }, (_, index) => index * 2 + 1),
    );
  });
});
