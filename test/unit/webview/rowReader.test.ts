import assert from 'node:assert/strict';
import { encodeRowBatch } from '../../../src/protocol/rowBatch';
import type { RowSpan } from '../../../src/webview/rowCache';
import { RowReader } from '../../../src/webview/rowReader';
import { numberedRow } from '../../support/panelFixture';

interface Asked extends RowSpan {
  readonly generation: number;
  readonly answer: (rows?: Partial<Asked>) => Promise<void>;
  readonly fail: () => Promise<void>;
}

function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** A reader whose requests wait until the test answers them. */
function readerWithRequests() {
  const asked: Asked[] = [];
  let heard = 0;
  const reader = new RowReader({
    readRows: (generation, { start, count }) =>
      new Promise((resolve, reject) => {
        asked.push({
          generation,
          start,
          count,
          answer: (other) => {
            const batch = { generation, start, count, ...other };
            const rows = Array.from({ length: batch.count }, (_, at) =>
              numberedRow(batch.start + at),
            );
            resolve(encodeRowBatch({ ...batch, rows }));
            return settled();
          },
          fail: () => {
            reject(new Error('The host did not answer.'));
            return settled();
          },
        });
      }),
    onRead: () => heard++,
  });
  reader.rowsChanged(1);
  return { reader, asked, heard: () => heard };
}

const needed = { start: 100, count: 10 };
const along = { start: 90, count: 30 };

describe('RowReader', () => {
  it('reads what is needed with what is around it, then has both', async () => {
    const { reader, asked, heard } = readerWithRequests();
    assert.equal(reader.want(needed, along), false);
    await asked[0]?.answer();
    assert.deepEqual([asked.length, heard()], [1, 1]);
    assert.equal(reader.row(100)?.preview, 'row 100');
    assert.equal(reader.want(needed, along), true);
    assert.equal(reader.end, 120);
  });

  it('asks nothing while it waits for an answer', async () => {
    const { reader, asked } = readerWithRequests();
    reader.want(needed, along);
    reader.want({ start: 500, count: 10 }, { start: 500, count: 10 });
    assert.equal(asked.length, 1);
    await asked[0]?.answer();
    reader.want({ start: 900, count: 10 }, { start: 900, count: 10 });
    assert.deepEqual([asked[1]?.start, asked[1]?.count], [900, 10]);
  });

  it('asks for nothing around when all that is needed is here', async () => {
    const { reader, asked } = readerWithRequests();
    reader.want(needed, needed);
    await asked[0]?.answer();
    assert.equal(reader.want(needed, along), true);
    assert.equal(asked.length, 1);
  });

  it('drops an answer of rows that are over', async () => {
    const { reader, asked, heard } = readerWithRequests();
    reader.want(needed, along);
    reader.rowsChanged(2);
    await asked[0]?.answer();
    assert.deepEqual([reader.row(100), heard()], [undefined, 1]);
    reader.want(needed, along);
    assert.equal(asked[1]?.generation, 2);
  });

  it('does not ask again for what brought nothing until the rows have changed', async () => {
    const { reader, asked } = readerWithRequests();
    reader.want(needed, along);
    await asked[0]?.fail();
    reader.want(needed, along);
    assert.equal(asked.length, 1);
    reader.rowsChanged(1);
    reader.want(needed, along);
    assert.equal(asked.length, 2);
  });
});
