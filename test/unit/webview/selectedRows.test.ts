import assert from 'node:assert/strict';
import { encodeRowBatch } from '../../../src/protocol/rowBatch';
import type { RowSpan } from '../../../src/webview/rowCache';
import { selectedRows } from '../../../src/webview/selectedRows';
import { frameRow } from '../../support/panelFixture';

/** Reads a list of which only every tenth row of the capture is left, 100 of them. */
function readTenth({ start, count }: RowSpan): Promise<ArrayBuffer> {
  const length = Math.max(0, Math.min(count, 100 - start));
  const rows = Array.from({ length }, (_, at) => frameRow({ row: (start + at) * 10 }));
  return Promise.resolve(encodeRowBatch({ generation: 1, start, rows }));
}

describe('the selected rows', () => {
  it('have their index for a number while there is no filter', async () => {
    const selection = await selectedRows({ start: 5, count: 3 }, undefined);
    assert.deepEqual(selection, { from: 5, to: 8, count: 3 });
  });

  it('reach from the first to the last of those that are in a filtered list', async () => {
    const selection = await selectedRows({ start: 5, count: 3 }, readTenth);
    assert.deepEqual(selection, { from: 50, to: 71, count: 3 });
  });

  it('are none once they are gone', async () => {
    assert.equal(await selectedRows({ start: 98, count: 10 }, readTenth), null);
  });
});
