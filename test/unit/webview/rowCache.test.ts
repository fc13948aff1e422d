import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { RowCache } from '../../../src/webview/rowCache';
import { numberedRow } from '../../support/panelFixture';

const rows = (start: number, count: number) =>
  Array.from({ length: count }, (_, index) => numberedRow(start + index));

function cacheWith(start: number, count: number): RowCache {
  const cache = new RowCache();
  cache.setGeneration(1);
  cache.accept({ generation: 1, start, rows: rows(start, count) });
  return cache;
}

describe('RowCache', () => {
  it('asks only for what is missing on one side', () => {
    const cache = cacheWith(100, 50);
    assert.equal(cache.missing({ start: 110, count: 20 }), undefined);
    assert.deepEqual(cache.missing({ start: 140, count: 20 }), { start: 150, count: 10 });
    assert.deepEqual(cache.missing({ start: 90, count: 20 }), { start: 90, count: 10 });
    assert.deepEqual(cache.missing({ start: 500, count: 20 }), { start: 500, count: 20 });
    assert.deepEqual(cache.missing({ start: 90, count: 100 }), { start: 90, count: 100 });
  });

  it('drops rows of another generation and forgets its own when that ends', () => {
    const cache = cacheWith(0, 10);
    assert.equal(cache.accept({ generation: 2, start: 10, rows: rows(10, 10) }), false);
    assert.equal(cache.row(10), undefined);
    cache.setGeneration(2);
    assert.equal(cache.row(0), undefined);
  });

  it('has the right row or none, whatever was read in whatever order', () => {
    const batch = fc.record({
      start: fc.integer({ min: 0, max: 5_000 }),
      count: fc.integer({ min: 1, max: 1_500 }),
    });
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 20 }), (batches) => {
        const cache = new RowCache();
        cache.setGeneration(1);
        for (const { start, count } of batches) {
          cache.accept({ generation: 1, start, rows: rows(start, count) });
          assert.ok(cache.has({ start, count }), 'what was read last is kept');
          for (let index = 0; index < 6_600; index += 7) {
            const row = cache.row(index);
            assert.ok(row === undefined || row.preview === numberedRow(index).preview);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
