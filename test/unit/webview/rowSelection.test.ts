import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { RowSelection } from '../../../src/webview/rowSelection';

describe('RowSelection', () => {
  it('is nothing at first, and after it was cleared', () => {
    const selection = new RowSelection();
    assert.deepEqual([selection.current, selection.spanFrom(0)], [undefined, undefined]);
    selection.select(5);
    selection.clear();
    assert.deepEqual([selection.current, selection.includes(5)], [undefined, false]);
  });

  it('extends from where selecting began, and begins anew without that', () => {
    const selection = new RowSelection();
    selection.select(5);
    selection.select(8, true);
    assert.deepEqual(selection.spanFrom(0), { start: 5, count: 4 });
    selection.select(3, true);
    assert.deepEqual(selection.spanFrom(0), { start: 3, count: 3 });
    assert.equal(selection.current, 3);
    selection.select(4);
    assert.deepEqual(selection.spanFrom(0), { start: 4, count: 1 });
  });

  it('has the first of some rows as the current one', () => {
    const selection = new RowSelection();
    selection.selectSpan({ start: 10, count: 3 });
    assert.deepEqual([selection.current, selection.spanFrom(0)], [10, { start: 10, count: 3 }]);
  });

  it('leaves out rows that are gone', () => {
    const selection = new RowSelection();
    selection.selectSpan({ start: 10, count: 3 });
    assert.deepEqual(selection.spanFrom(12), { start: 12, count: 1 });
    assert.equal(selection.spanFrom(13), undefined);
  });

  it('includes the rows of its span and no others', () => {
    const row = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(row, row, row, (from, to, looked) => {
        const selection = new RowSelection();
        selection.select(from);
        selection.select(to, true);
        const { start, count } = selection.spanFrom(0)!;
        assert.equal(selection.includes(looked), looked >= start && looked < start + count);
      }),
    );
  });
});
