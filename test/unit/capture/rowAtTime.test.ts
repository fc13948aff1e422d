import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { FrameColumns } from '../../../src/capture/frameColumns';
import { rowAtTime } from '../../../src/capture/rowAtTime';

describe('the row at a time', () => {
  it('is the first kept one that is not before it, or else the one to come', () => {
    const input = [fc.array(fc.nat(50), { minLength: 1 }), fc.nat(60), fc.nat(3)] as const;
    fc.assert(
      fc.property(...input, (unsorted, timeUs, dropped) => {
        const times = unsorted.toSorted((a, b) => a - b);
        const columns = new FrameColumns();
        for (const time of times) columns.append(time, 0, 0, 0, 0, 0, 0);
        const first = Math.min(dropped, times.length - 1);
        columns.dropBefore(first);
        const expected = times.findIndex((time, row) => row >= first && time >= timeUs);
        const wanted = expected === -1 ? times.length : expected;
        assert.equal(rowAtTime(columns, timeUs), wanted);
      }),
    );
  });

  it('is the one to come without rows', () => {
    assert.equal(rowAtTime(new FrameColumns(), 5), 0);
  });
});
