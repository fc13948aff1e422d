import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import fs from 'node:fs';
import path from 'node:path';
import type { CaptureInFiles } from '../../../../src/capture/capture';
import { printFilter } from '../../../../src/capture/filter/printFilter';
import { parseFilter } from '../../../../src/capture/filter/parser';
import { longestContent } from '../../../../src/capture/filter/rowSlice';
import type { SearchResult } from '../../../../src/capture/search/searchMessages';
import { SliceSearch } from '../../../../src/capture/search/sliceSearch';
import { Opcode } from '../../../../src/wire/opcode';
import { anyFilter } from '../filter/arbitraries';
import { naiveMatches } from '../filter/naiveMatches';
import { storeHugeMessage } from '../support/hugeCapture';
import { StoredFeed } from '../support/storedFeed';
import { temporaryFolder } from '../support/temporaryFolder';
import { resultRows } from './resultRows';

const folder = temporaryFolder();

function feed(permessageDeflate = false): StoredFeed {
  return new StoredFeed(folder).connect(permessageDeflate);
}

/** What stands in the files after all has been written. */
function written({ storage, capture }: StoredFeed): CaptureInFiles {
  storage.writeNow();
  assert.ok(capture.inFiles);
  return capture.inFiles;
}

function searchTurn(
  slices: SliceSearch,
  inFiles: CaptureInFiles,
  text: string,
  firstRow: number,
  onSlice: (bytes: number) => void = () => {},
) {
  const source = { kind: 'files', ...inFiles, firstRow } as const;
  return slices.search({ filter: { text, view: 'frames' }, source }, onSlice);
}

/** Searches all rows, as often as it takes. */
function search(slices: SliceSearch, inFiles: CaptureInFiles, filter: string) {
  const [rows, left]: [number[], number[]] = [[], []];
  let partly = 0;
  for (let row = 0; row < inFiles.sizes.rows / 40;) {
    const result = searchTurn(slices, inFiles, filter, row);
    rows.push(...resultRows(result));
    left.push(...result.left);
    partly += result.partly;
    row = result.to;
  }
  return { rows, left, partly };
}

function searchOnce(from: StoredFeed, filter: string) {
  return search(new SliceSearch(), written(from), filter);
}

const megabytes = (count: number) => 'x'.repeat(count * 1024 * 1024);

const anyFrame = fc.record({
  direction: fc.constantFrom('in' as const, 'out' as const),
  opcode: fc.constantFrom(0, 1, 1, 2, 8, 9),
  fin: fc.boolean(),
  rsv: fc.constantFrom(0, 0, 4),
  maskingKey: fc.constantFrom(undefined, 0x11223344),
  payload: fc.oneof(fc.constantFrom('a', 'A', '{"a":1}', ''), fc.string({ maxLength: 6 })),
});

describe('SliceSearch over files', function () {
  this.timeout(20_000);
  it('finds what a naive reading finds, in all rows but those it leaves', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrame, { minLength: 1, maxLength: 20 }),
        fc.boolean(),
        anyFilter,
        (frames, deflate, node) => {
          const from = feed(deflate);
          for (const { payload, direction, ...frame } of frames) {
            from.frame(direction, { ...frame, payload: Buffer.from(payload) });
          }
          const filter = printFilter(node);
          const { rows, left } = searchOnce(from, filter);
          const expected = naiveMatches(from.capture, parseFilter(filter).node ?? node);
          from.finish();
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

  it('leaves statuses, the ends of fragmented messages, and what is not inflated yet', () => {
    const from = feed(true);
    from.text('in', 'hel', { fin: false });
    from.frame('in', { opcode: Opcode.continuation, payload: Buffer.from('lo') });
    from.text('out', 'hello').text('in', 'hello', { rsv: 4 }).status('hello');
    assert.deepEqual(searchOnce(from, 'hello'), { rows: [2], left: [1, 3, 4], partly: 0 });
    assert.deepEqual(searchOnce(from, 'dir:in'), { rows: [0, 1, 3], left: [], partly: 0 });
  });

  it('finds the rows of the list of messages, and what a filter finds there', () => {
    const from = feed();
    from.text('in', 'hel', { fin: false });
    from.frame('in', { opcode: Opcode.continuation, payload: Buffer.from('lo') });
    from.text('out', 'hello');
    const source = { kind: 'files', ...written(from), firstRow: 0 } as const;
    const slices = new SliceSearch();
    for (const [text, rows] of [
      ['', [1, 2]],
      ['dir:in', [1]],
    ] as const) {
      const found = slices.search({ filter: { text, view: 'messages' }, source }, () => {});
      assert.deepEqual(resultRows(found), rows);
    }
    assert.deepEqual(search(slices, written(from), 'dir:in').rows, [0, 1]);
  });

  it('reads compressed messages as they were inflated', () => {
    const from = feed(true);
    const slices = new SliceSearch();
    const rows = 5000;
    for (let row = 0; row < rows; row++) {
      from.text(row % 3 === 0 ? 'out' : 'in', '', { rsv: 4 });
      const bytes = Buffer.from(`number ${row}.`);
      // The last one takes longer.
      if (row < rows - 1)
        from.capture.keepInflated(row, { bytes, length: undefined, problem: 'cut' });
    }
    const last = rows - 1;
    const found = search(slices, written(from), '"r 17."');
    assert.deepEqual(found, { rows: [17], left: [last], partly: 0 });
    from.capture.keepInflated(last, { bytes: Buffer.from('r 17.'), length: 5, problem: undefined });
    assert.deepEqual(search(slices, written(from), '"r 17."').rows, [17, last]);
    assert.deepEqual(search(slices, written(from), 'cut').rows, []);
  });

  it('reads a message that is larger than a slice, and slices that end before one', () => {
    const from = feed();
    from
      .text('in', `${megabytes(3)}1`)
      .text('out', `${megabytes(2)}2`)
      .text('in', `${megabytes(9)}3`);
    from.text('in', '4');
    for (const number of [1, 2, 3, 4]) {
      assert.deepEqual(searchOnce(from, `"${number}"`).rows, [number - 1]);
    }
    assert.deepEqual(searchOnce(from, '"x"').rows, [0, 1, 2]);
  });

  it('searches the beginning of a message of a gibibyte, and says so', () => {
    const from = storeHugeMessage(folder, {
      [longestContent - 3]: 'near',
      [longestContent + 10]: 'far',
    });
    const { inFiles } = from.capture;
    assert.ok(inFiles);
    assert.equal(inFiles.sizes['in.bytes'], 0, 'nothing was fed');
    const whole = { ...inFiles, sizes: { ...inFiles.sizes, 'in.bytes': 1024 ** 3 + 10 } };
    const slices = new SliceSearch();
    assert.deepEqual(search(slices, whole, '"nea"'), { rows: [0], left: [], partly: 1 });
    assert.deepEqual(search(slices, whole, '"near"'), { rows: [], left: [], partly: 1 });
    assert.deepEqual(search(slices, whole, '"far"'), { rows: [], left: [], partly: 1 });
    assert.deepEqual(search(slices, whole, 'size:>1G'), { rows: [0], left: [], partly: 0 });
  });

  it('tells what it found when its turn is over, and goes on', () => {
    const from = feed();
    const rows = 60_000;
    for (let row = 0; row < rows; row++) from.text('in', `{"count":${row}}`);
    const inFiles = written(from);
    const slices = new SliceSearch();
    const results: SearchResult[] = [];
    for (let row = 0; row < rows; row = results.at(-1)?.to ?? rows) {
      results.push(searchTurn(slices, inFiles, '$.count>=59990', row));
    }
    const expected = Array.from({ length: 10 }, (_, at) => 59_990 + at);
    assert.deepEqual(results.flatMap(resultRows), expected);
    assert.ok(results.length > 1, `${results.length} turns`);
  });

  it('takes smaller slices with many terms, so that they take as long', () => {
    const from = feed();
    for (let row = 0; row < 2000; row++) from.text('in', String(row));
    const inFiles = written(from);
    const texts = Array.from({ length: 1000 }, (_, at) => `x${at}`);
    const slices: number[] = [];
    const begin = (filter: string) =>
      searchTurn(new SliceSearch(), inFiles, filter, 0, (bytes) => slices.push(bytes));
    begin('x1');
    const [whole = 0] = slices.splice(0);
    begin(texts.join(' or '));
    assert.equal(slices.length, 1);
    assert.ok(Math.max(...slices) < whole / 3, `${String(slices)} of ${whole} bytes`);
  });

  it('reads from its memory what it has read before, until it is let go', () => {
    const from = feed();
    for (let row = 0; row < 20_000; row++) from.text('in', String(row));
    const inFiles = written(from);
    const slices = new SliceSearch();
    assert.deepEqual(search(slices, inFiles, '"123"').rows.slice(0, 2), [123, 1123]);
    const bytes = path.join(from.folder, 'in.bytes');
    fs.writeFileSync(bytes, fs.readFileSync(bytes).fill('x'));
    // The first page was kept, the newest rows were not.
    assert.equal(search(slices, inFiles, '"123"').rows.at(-1), 16_123);
    assert.equal(search(slices, inFiles, '"123"').rows.at(-1), 16_123);
    slices.letGo(inFiles.folder);
    assert.deepEqual(search(slices, inFiles, '"123"').rows, []);
  });

  it('leaves nothing to be told from elsewhere when no content is searched', () => {
    const from = feed();
    for (let row = 0; row < 1_023; row++) from.text('in', String(row));
    from.status('1');
    const inFiles = written(from);
    const slices = new SliceSearch();
    assert.deepEqual(search(slices, inFiles, '"1022"'), { rows: [1022], left: [1023], partly: 0 });
    assert.deepEqual(search(slices, inFiles, 'size:4'), {
      rows: Array.from({ length: 23 }, (_, at) => 1_000 + at),
      left: [],
      partly: 0,
    });
  });

  it('says so when the files are shorter than they were, or gone', () => {
    const from = feed().text('in', 'a').text('out', 'a');
    const inFiles = written(from);
    fs.truncateSync(path.join(from.folder, 'out.bytes'), 3);
    assert.throws(
      () => search(new SliceSearch(), inFiles, 'a'),
      /file out.bytes is shorter than it was/,
    );
    fs.rmSync(from.folder, { recursive: true });
    assert.throws(
      () => search(new SliceSearch(), inFiles, 'a'),
      /file rows cannot be read \(ENOENT\)/,
    );
  });
});
