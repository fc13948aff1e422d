import assert from 'node:assert/strict';
import { encodeRowBatch } from '../../../src/protocol/rowBatch';
import { copyRows } from '../../../src/webview/copyRows';
import type { RowSpan } from '../../../src/webview/rowCache';
import { numberedRow } from '../../support/panelFixture';

function readRows({ start, count }: RowSpan): Promise<ArrayBuffer> {
  const rows = Array.from({ length: count }, (_, at) => numberedRow(start + at));
  return Promise.resolve(encodeRowBatch({ generation: 1, start, rows }));
}

async function copy(span: RowSpan, isTaken = true) {
  const copied: string[] = [];
  const said = await copyRows(span, {
    readRows,
    copyText: (text) => {
      copied.push(text);
      return Promise.resolve(isTaken);
    },
  });
  return { said, lines: copied.join('').trimEnd().split('\n') };
}

describe('copying rows', () => {
  it('says how many were copied', async () => {
    const { said, lines } = await copy({ start: 3, count: 1 });
    assert.equal(said, 'Copied 1 row.');
    assert.match(lines[1] ?? '', /row 3$/);
    assert.equal((await copy({ start: 0, count: 1_234 })).said, 'Copied 1,234 rows.');
  });

  it('copies no more than one request may read, and says so', async () => {
    const { said, lines } = await copy({ start: 0, count: 10_500 });
    assert.equal(said, 'Copied the first 10,000 of 10,500 rows, the most that fit.');
    assert.equal(lines.length, 10_001);
  });

  it('says nothing when nothing was copied: an alert does', async () => {
    assert.equal((await copy({ start: 0, count: 2 }, false)).said, undefined);
    const failed = await copyRows(
      { start: 0, count: 2 },
      { readRows: () => Promise.reject(new Error('gone')), copyText: () => Promise.resolve(true) },
    );
    assert.equal(failed, undefined);
  });
});
