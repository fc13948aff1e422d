import assert from 'node:assert/strict';
import { FrameColumns, pageRows } from '../../../src/capture/frameColumns';
import { bytesPerRow } from '../../../src/capture/rowRecord';

function columnsOf(rows: number): FrameColumns {
  const columns = new FrameColumns();
  for (let row = 0; row < rows; row++) {
    columns.append(row + 0.5, row, row * 2 ** 33, row * 3, 0xffff_ffff - row, row >>> 0, row % 7);
  }
  return columns;
}

describe('FrameColumns', () => {
  it('gives back every column of every row, over the borders of pages', () => {
    const columns = columnsOf(2 * pageRows + 1);
    for (const row of [0, 1, pageRows - 1, pageRows, 2 * pageRows - 1, 2 * pageRows]) {
      assert.deepEqual(
        [
          columns.timeUs(row),
          columns.bits(row),
          columns.position(row),
          columns.payloadLength(row),
          columns.maskingKey(row),
          columns.findings(row),
          columns.messageStart(row),
        ],
        [row + 0.5, row, row * 2 ** 33, row * 3, 0xffff_ffff - row, row, row - (row % 7)],
      );
    }
  });

  it('counts rows from 0', () => {
    const columns = new FrameColumns();
    assert.equal(columns.append(0, 0, 0, 0, 0, 0, 0), 0);
    assert.equal(columns.append(0, 0, 0, 0, 0, 0, 0), 1);
    assert.deepEqual([columns.first, columns.total], [0, 2]);
  });

  it('takes the declared length for the received one unless told', () => {
    const columns = columnsOf(3);
    columns.markShort(2, 1);
    assert.deepEqual([columns.payloadReceived(1), columns.payloadReceived(2)], [3, 1]);
  });

  it('lets the oldest rows go', () => {
    const columns = columnsOf(pageRows + 10);
    for (let row = 1; row <= pageRows + 5; row++) columns.dropBefore(row);
    assert.equal(columns.first, pageRows + 5);
    assert.equal(columns.total, pageRows + 10);
    assert.equal(columns.memoryUsed, 5 * bytesPerRow);
    assert.equal(columns.bits(pageRows + 5), pageRows + 5);
    assert.equal(columns.bits(3), 0, 'the page is gone');
  });

  it('goes on after all rows of all pages are gone', () => {
    const columns = columnsOf(pageRows);
    columns.dropBefore(pageRows);
    assert.equal(columns.append(1, 2, 3, 4, 5, 6, 0), pageRows);
    assert.equal(columns.bits(pageRows), 2);
  });
});
