import assert from 'node:assert/strict';
import { BytePages, pageBytes } from '../../../src/webview/bytePages';

const total = 1024 ** 3;

function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

function promiseOf(): { promise: Promise<void>; resolve: () => void } {
  let resolve: (() => void) | undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve: () => resolve?.() };
}

describe('BytePages', () => {
  let reads: number[];
  let failures: unknown[];
  let gate: Promise<unknown>;
  let pages: BytePages;

  beforeEach(() => {
    reads = [];
    failures = [];
    gate = Promise.resolve();
    pages = new BytePages({
      source: { row: 7, view: 'frame', total },
      read: async ({ row, view, offset, length }) => {
        assert.deepEqual([row, view], [7, 'frame']);
        reads.push(offset);
        await gate;
        const bytes = Uint8Array.from({ length }, (_, at) => (offset + at) / pageBytes);
        return { bytes: bytes.buffer, total };
      },
      onRead: () => {},
      onFailure: (error) => failures.push(error),
    });
  });

  it('reads the pages that are looked at, each once', async () => {
    pages.want(pageBytes - 1, pageBytes + 1);
    await settled();
    assert.deepEqual(reads, [0, pageBytes]);
    assert.equal(pages.byte(pageBytes), 1);
    assert.equal(pages.byte(2 * pageBytes), undefined);
    pages.want(0, 10);
    await settled();
    assert.equal(reads.length, 2);
  });

  it('reads nothing behind the last byte', async () => {
    pages.want(total - 1, total + 1000);
    await settled();
    assert.deepEqual(reads, [total - pageBytes]);
  });

  it('never reads what was scrolled past', async () => {
    const { promise, resolve } = promiseOf();
    gate = promise;
    pages.want(0, 1);
    for (const page of [10, 20, 30]) pages.want(page * pageBytes, page * pageBytes + 1);
    resolve();
    await settled();
    assert.deepEqual(reads, [0, 30 * pageBytes]);
  });

  it('keeps a bounded number of pages', async () => {
    for (let page = 0; page < 100; page++) {
      pages.want(page * pageBytes, page * pageBytes + 1);
      await settled();
    }
    assert.equal(pages.byte(0), undefined);
    assert.equal(pages.byte(99 * pageBytes), 99);
  });

  it('tells of a failure once, and tries again when it is looked at again', async () => {
    gate = Promise.reject(new Error('gone'));
    pages.want(0, 1);
    await settled();
    assert.equal(failures.length, 1);
    gate = Promise.resolve();
    pages.want(0, 1);
    await settled();
    assert.equal(pages.byte(0), 0);
  });

  it('says nothing when it was given up', async () => {
    gate = Promise.reject(new Error('gone'));
    pages.want(0, 1);
    pages.dispose();
    await settled();
    assert.deepEqual(failures, []);
  });
});
