import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { printFilter } from '../../../../src/capture/filter/printFilter';
import { parseFilter } from '../../../../src/capture/filter/parser';
import { SliceSearch } from '../../../../src/capture/search/sliceSearch';
import { Opcode } from '../../../../src/wire/opcode';
import { CaptureFeed } from '../support/captureFeed';
import { anyFilter } from '../filter/arbitraries';
import { naiveMatches } from '../filter/naiveMatches';
import { store } from './storedFeed';

/** Searches the stored rows of a feed. */
function search(feed: CaptureFeed, filter: string) {
  const { folder, remove } = store(feed);
  try {
    const source = { kind: 'files', folder, firstRow: 0, count: feed.capture.total } as const;
    const { rows, left, count } = new SliceSearch().match(filter, source);
    return { rows: [...rows], left: [...left], count };
  } finally {
    remove();
  }
}

const megabytes = (count: number) => 'x'.repeat(count * 1024 * 1024);

const anyFrame = fc.record({
  direction: fc.constantFrom('in' as const, 'out' as const),
  opcode: fc.constantFrom(0, 1, 1, 2, 8, 9),
  fin: fc.boolean(),
  payload: fc.oneof(fc.constantFrom('a', 'A', '{"a":1}', ''), fc.string({ maxLength: 6 })),
});

describe('SliceSearch over files', () => {
  it('finds what a naive reading finds, in all rows but those it leaves', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrame, { minLength: 1, maxLength: 20 }),
        anyFilter,
        (frames, node) => {
          const feed = new CaptureFeed().connect();
          for (const { payload, direction, ...frame } of frames) {
            feed.frame(direction, { ...frame, payload: Buffer.from(payload) });
          }
          const filter = printFilter(node);
          const { rows, left } = search(feed, filter);
          const expected = naiveMatches(feed.capture, parseFilter(filter).node ?? node);
          assert.deepEqual(
            rows,
            expected.filter((row) => !left.includes(row)),
            filter,
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('leaves statuses, compressed messages and the ends of fragmented ones', () => {
    const feed = new CaptureFeed().connect(true);
    feed.text('in', 'hel', { fin: false });
    feed.frame('in', { opcode: Opcode.continuation, payload: Buffer.from('lo') });
    feed.text('out', 'hello').text('in', 'hello', { rsv: 4 });
    feed.capture.appendStatus(9, { severity: 'info', text: 'hello', detail: undefined });
    assert.deepEqual(search(feed, 'hello'), { rows: [2], left: [1, 3, 4], count: 5 });
    assert.deepEqual(search(feed, 'dir:in'), { rows: [0, 1, 3], left: [], count: 5 });
  });

  it('ends a slice where it grows large, and leaves what is very large itself', () => {
    const feed = new CaptureFeed().connect();
    feed.text('in', megabytes(3)).text('in', megabytes(2));
    assert.deepEqual(search(feed, '"x"'), { rows: [0], left: [], count: 1 });
    const large = new CaptureFeed().connect().text('in', megabytes(5)).text('in', 'x');
    assert.deepEqual(search(large, '"x"'), { rows: [], left: [0], count: 1 });
  });

  it('says so when the files are shorter than their rows', () => {
    const feed = new CaptureFeed().connect().text('in', 'a');
    const { folder, remove } = store(feed);
    const source = { kind: 'files', folder, firstRow: 0, count: 2 } as const;
    assert.throws(() => new SliceSearch().match('a', source), /too short/);
    remove();
  });
});
