import assert from 'node:assert/strict';
import { mostPagesCached, pageRecords, RecordPages } from '../../../src/capture/recordPages';
import type { StoredBytes } from '../../../src/capture/writeBehind';

/** What was written, and how often it was read back. */
class MemoryFile implements StoredBytes {
  bytes = Buffer.alloc(0);
  reads = 0;

  write(pages: RecordPages): void {
    this.bytes = Buffer.concat([this.bytes, ...pages.unwritten(this.bytes.length)]);
    pages.written(this.bytes.length);
  }

  read(position: number, length: number): Uint8Array<ArrayBuffer> {
    this.reads++;
    return new Uint8Array(this.bytes.subarray(position, position + length));
  }
}

function append(pages: RecordPages, count: number): void {
  for (let more = 0; more < count; more++) {
    const record = pages.total;
    pages.append().float64[record % pageRecords] = record + 0.5;
  }
}

function valueOf(pages: RecordPages, record: number): number | undefined {
  return pages.page(record)?.float64[record % pageRecords];
}

describe('RecordPages', () => {
  it('keeps all records without a file, until they are dropped', () => {
    const pages = new RecordPages(8);
    append(pages, 3 * pageRecords + 1);
    assert.equal(valueOf(pages, 0), 0.5);
    assert.equal(valueOf(pages, 3 * pageRecords), 3 * pageRecords + 0.5);
    assert.equal(pages.memoryUsed, (3 * pageRecords + 1) * 8);
    pages.dropBefore(pageRecords + 5);
    assert.equal(valueOf(pages, pageRecords + 4), undefined);
    assert.equal(valueOf(pages, pageRecords + 5), pageRecords + 5.5);
    assert.equal(pages.memoryUsed, (2 * pageRecords - 4) * 8);
  });

  it('writes only what is new, over the borders of pages', () => {
    const pages = new RecordPages(8);
    const file = new MemoryFile();
    pages.attach(file, 0);
    for (const count of [10, pageRecords, 2 * pageRecords, 1]) {
      append(pages, count);
      assert.equal(pages.memoryUsed, count * 8);
      file.write(pages);
      assert.equal(file.bytes.length, pages.end);
      assert.deepEqual([pages.memoryUsed, pages.firstUnwritten], [0, pages.total]);
    }
    const values = new Float64Array(new Uint8Array(file.bytes).buffer);
    assert.ok(values.every((value, record) => value === record + 0.5));
  });

  it('reads pages back that were let go, and keeps the ones used last', () => {
    const pages = new RecordPages(8);
    const file = new MemoryFile();
    pages.attach(file, 0);
    append(pages, (mostPagesCached + 5) * pageRecords + 7);
    file.write(pages);
    assert.equal(
      valueOf(pages, (mostPagesCached + 4) * pageRecords),
      (mostPagesCached + 4) * pageRecords + 0.5,
    );
    assert.equal(file.reads, 0);
    for (let again = 0; again < 3; again++) {
      for (const record of [3, pageRecords, 3]) assert.equal(valueOf(pages, record), record + 0.5);
    }
    assert.equal(file.reads, 2);
    for (let page = 0; page < mostPagesCached + 5; page++) valueOf(pages, page * pageRecords);
    const { reads } = file;
    assert.equal(valueOf(pages, 3), 3.5);
    assert.equal(file.reads, reads + 1, 'the page used longest ago was let go');
  });

  it('goes on in the middle of a page', () => {
    const before = new RecordPages(8);
    const file = new MemoryFile();
    before.attach(file, 0);
    append(before, pageRecords + 3);
    file.write(before);
    const pages = new RecordPages(8);
    pages.attach(file, file.bytes.length);
    append(pages, 2);
    file.write(pages);
    for (let record = pageRecords - 1; record < pageRecords + 5; record++) {
      assert.equal(valueOf(pages, record), record + 0.5);
    }
    assert.equal(file.bytes.length, (pageRecords + 5) * 8);
  });
});
