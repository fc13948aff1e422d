import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Capture } from '../../../src/capture/capture';
import { longestFilter } from '../../../src/capture/filter/parser';
import { captureSlice } from '../../../src/capture/search/captureSlice';
import { SearchThread } from '../../../src/capture/search/searchThread';
import { RowFilter } from '../../../src/inspector/rowFilter';
import { Opcode } from '../../../src/wire/opcode';
import { encodeFrame } from '../../support/encodeFrame';
import { CaptureFeed } from '../capture/support/captureFeed';
import { StoredFeed } from '../capture/support/storedFeed';
import { temporaryFolder } from '../capture/support/temporaryFolder';

const searchFile = path.join(__dirname, '../capture/search/searchMain.entry.js');

const folder = temporaryFolder();

/** What a descriptor of this process is open for; empty if it has been closed. */
function fileOf(descriptor: string): string {
  try {
    return fs.readlinkSync(path.join('/proc/self/fd', descriptor));
  } catch {
    return '';
  }
}

/** A message in two fragments with a ping between, one in one frame, and one unfinished. */
function feedMessages(feed: CaptureFeed): void {
  feed
    .text('in', 'nee', { fin: false })
    .frame('in', { opcode: Opcode.ping })
    .frame('in', { opcode: Opcode.continuation, payload: Buffer.from('dle') })
    .text('out', 'hay')
    .status('a status')
    .text('in', 'unfinished', { fin: false });
}

const ofFrames = (text: string) => ({ text, view: 'frames' }) as const;

describe('RowFilter', function () {
  this.timeout(20_000);
  const news = new EventEmitter();
  let feed: CaptureFeed;
  let thread: SearchThread;
  let filter: RowFilter;

  beforeEach(() => {
    feed = new CaptureFeed().connect();
    thread = new SearchThread(searchFile);
    filter = filterOf(feed);
  });
  afterEach(() => {
    filter.dispose();
    thread.dispose();
  });

  /** Feeds rows whose texts are their numbers. */
  function feedNumbers(count: number): CaptureFeed {
    for (let index = 0; index < count; index++) feed.text('in', String(feed.capture.total));
    return feed;
  }

  function filterOf({ capture }: { capture: Capture }): RowFilter {
    return new RowFilter({
      capture,
      thread,
      readable: () => Promise.resolve(),
      onChange: () => news.emit('change'),
    });
  }

  async function searched({ capture }: { capture: Capture } = feed): Promise<void> {
    while (filter.state && filter.state.searched < capture.total) {
      if (filter.state.problem !== undefined) return;
      await once(news, 'change');
    }
  }

  it('finds rows by their index, slice by slice, and tells how far it has come', async () => {
    feedNumbers(10_000);
    const steps: number[] = [];
    const note = () => steps.push(filter.state?.searched ?? 0);
    news.on('change', note);
    assert.deepEqual(filter.set('77'), []);
    await searched();
    news.off('change', note);
    assert.ok(steps.length > 3, `told ${steps.length} times`);
    assert.deepEqual(
      steps,
      steps.toSorted((a, b) => a - b),
    );
    const expected = Array.from({ length: 10_000 }, (_, row) => row).filter((row) =>
      String(row).includes('77'),
    );
    assert.equal(filter.state?.matching, expected.length);
    assert.deepEqual(filter.rows(0, 1e6), { start: 0, rows: expected });
    assert.deepEqual(filter.rows(5, 8), { start: 5, rows: expected.slice(5, 8) });
    assert.equal(filter.rowBefore(5), expected[4]);
    assert.equal(filter.indexFrom(expected[9] ?? 0), 9);
    assert.equal(filter.indexFrom((expected[9] ?? 0) + 1), 10);
    assert.equal(filter.indexFrom(10_000), expected.length);
  });

  it('goes on as frames arrive', async () => {
    feedNumbers(5);
    filter.set('/[02468]$/');
    await searched();
    assert.equal(filter.state?.matching, 3);
    feedNumbers(5);
    filter.advance();
    await searched();
    assert.deepEqual(filter.rows(0, 10).rows, [0, 2, 4, 6, 8]);
  });

  it('begins anew with another filter, and leaves the last one at once', async () => {
    feedNumbers(20_000);
    filter.set('/./');
    await once(news, 'change');
    filter.set('"19999"');
    await searched();
    assert.deepEqual(filter.rows(0, 10).rows, [19_999]);
    filter.set('');
    assert.equal(filter.state, undefined);
  });

  it('stops an endless expression, says so, and the next filter works', async () => {
    feed.text('in', 'a').text('in', `${'a'.repeat(60)}!`);
    filter.set('/^(a+)+$/');
    await searched();
    assert.match(filter.state?.problem ?? '', /took more than 200 ms.*Make it simpler/);
    filter.set('!');
    await searched();
    assert.deepEqual(filter.rows(0, 10).rows, [1]);
  });

  it('hands out the matches among some rows when all of them have been searched', async () => {
    feedNumbers(10_000);
    filter.set('99');
    const signal = AbortSignal.timeout(5_000);
    const { count, rows } = await filter.found(ofFrames('99'), { from: 200, to: 9_990 }, signal);
    const expected = Array.from({ length: 10_000 }, (_, row) => row).filter(
      (row) => row >= 200 && row < 9_990 && String(row).includes('99'),
    );
    assert.deepEqual([count, Array.from(rows)], [expected.length, expected]);
    assert.ok((filter.state?.searched ?? 0) >= 9_990);
  });

  it('hands out nothing once the filter is another one, was stopped, or was given up', async () => {
    feedNumbers(10_000);
    const all = { from: 0, to: 10_000 };
    const never = new AbortController().signal;
    filter.set('99');
    const replaced = filter.found(ofFrames('99'), all, never);
    filter.set('98');
    await assert.rejects(replaced, { code: 'other-filter' });
    await assert.rejects(filter.found(ofFrames('99'), all, never), { code: 'other-filter' });
    const given = new AbortController();
    const waiting = filter.found(ofFrames('98'), all, given.signal);
    given.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    filter.set('98', 'messages');
    await assert.rejects(filter.found(ofFrames('98'), all, never), { code: 'other-filter' });
    feed.text('in', `${'a'.repeat(60)}!`);
    filter.set('/^(a+)+$/');
    const stopped = filter.found(ofFrames('/^(a+)+$/'), { from: 0, to: feed.capture.total }, never);
    await assert.rejects(stopped, { code: 'filter-stopped' });
  });

  it('counts out the matches that went with the oldest rows', async () => {
    feedNumbers(4_000);
    filter.set('size:>0');
    await searched();
    feed.memory.limit = feed.capture.memoryUsed / 2;
    const { first } = feed.capture;
    assert.ok(first > 0);
    assert.equal(filter.state?.first, first);
    assert.deepEqual(filter.rows(0, first + 2), { start: first, rows: [first, first + 1] });
  });

  describe('in the list of messages', () => {
    it('finds each message by its last frame, and what belongs to none', async () => {
      feedMessages(feed);
      assert.deepEqual(filter.set('', 'messages'), []);
      await searched();
      assert.deepEqual(filter.rows(0, 10).rows, [1, 2, 3, 4]);
      const { text, view, unfinished } = filter.state ?? {};
      assert.deepEqual({ text, view, unfinished }, { text: '', view: 'messages', unfinished: 1 });
    });

    it('finds a text that goes across fragments, in the whole message', async () => {
      feedMessages(feed);
      filter.set('needle', 'messages');
      await searched();
      assert.deepEqual(filter.rows(0, 10).rows, [2]);
      filter.set('not dir:out', 'messages');
      await searched();
      assert.deepEqual(filter.rows(0, 10).rows, [1, 2, 4]);
    });

    it('counts the messages that are cut off, after the next connect too', async () => {
      feedMessages(feed);
      feed.text('in', 'overtaking', { fin: false }).connect().text('out', 'open', { fin: false });
      const cut = encodeFrame({ opcode: Opcode.text, payload: Buffer.from('cut'), fin: false });
      feed.push('in', cut.subarray(0, -1)).disconnect();
      filter.set('', 'messages');
      await searched();
      assert.deepEqual(filter.rows(0, 10).rows, [1, 2, 3, 4, 8]);
      assert.equal(filter.state?.unfinished, 3);
    });

    it('takes a filter as long as one can be', async () => {
      feedMessages(feed);
      // A space is typed as one and printed as " and ", which makes it longer.
      const long = 'hay '.repeat(longestFilter / 4);
      assert.deepEqual(filter.set(long, 'messages'), []);
      await searched();
      assert.deepEqual(filter.rows(0, 10).rows, [3]);
      assert.equal(filter.set(`${long}hay`, 'messages').length, 1);
      await searched();
      assert.deepEqual(filter.rows(0, 10).rows, [1, 2, 3, 4]);
    });

    it('adds a message when its last fragment has come, behind those that are there', async () => {
      feedMessages(feed);
      filter.set('', 'messages');
      await searched();
      feed.frame('in', { opcode: Opcode.continuation, payload: Buffer.from('!') });
      filter.advance();
      await searched();
      assert.deepEqual(filter.rows(0, 10).rows, [1, 2, 3, 4, 6]);
      assert.equal(filter.state?.unfinished, 0);
    });
  });

  describe('of a capture on disk', () => {
    it('reads from files what is in them, and the rest from memory', async () => {
      const stored = new StoredFeed(folder).connect();
      stored.text('in', 'hel', { fin: false });
      stored.frame('in', { opcode: Opcode.continuation, payload: Buffer.from('lo') });
      for (let row = 2; row < 1_002; row++) stored.text('out', String(row));
      stored.storage.writeNow();
      stored.text('in', 'hello again').status('hello status');
      filter = filterOf(stored);
      filter.set('hello or "500"');
      await searched(stored);
      assert.deepEqual(filter.rows(0, 10).rows, [1, 500, 1_002, 1_003]);
      stored.finish();
    });

    it('stops with a sentence when the files are gone, and leaves the capture alone', async () => {
      const stored = new StoredFeed(folder).connect();
      for (let row = 0; row < 1_000; row++) stored.text('in', String(row));
      stored.finish();
      fs.truncateSync(path.join(stored.folder, 'in.bytes'), 100);
      filter = filterOf(stored);
      filter.set('5');
      await once(news, 'change');
      assert.match(
        filter.state?.problem ?? '',
        /not on disk as it was: its file in.bytes is shorter.*Open the capture again/,
      );
      filter.set('size:>0');
      await searched(stored);
      assert.equal(filter.state?.matching, 1_000);
    });

    it('closes the files when there is no filter any more', async function () {
      if (process.platform !== 'linux') this.skip();
      const stored = new StoredFeed(folder).connect();
      for (let row = 0; row < 1_000; row++) stored.text('in', String(row));
      stored.finish();
      const openFiles = () =>
        fs
          .readdirSync('/proc/self/fd')
          .filter((descriptor) => fileOf(descriptor).startsWith(stored.folder));
      filter = filterOf(stored);
      filter.set('5');
      await searched(stored);
      assert.equal(openFiles().length, 2);
      filter.set('');
      // The thread does one thing after another.
      const { source } = captureSlice(feedNumbers(1).capture, [0], true);
      const { signal } = new AbortController();
      await thread.search({ text: '0', view: 'frames' }, source, { watched: false, signal });
      assert.deepEqual(openFiles(), []);
    });

    const anyBurst = fc.record({
      frames: fc.nat(3_000),
      direction: fc.constantFrom('in' as const, 'out' as const),
      /** Bytes of each payload besides its number; large ones fill a write at once. */
      bytes: fc.constantFrom(0, 0, 0, 10, 1_000),
      next: fc.constantFrom('go on', 'go on', 'let others work', 'wait for news', 'filter'),
    });

    for (const isBroken of [false, true]) {
      const what = isBroken ? 'rows are let go, as they cannot be written' : 'they are written';
      it(`finds each row once while frames arrive and ${what}`, async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(anyBurst, { minLength: 1, maxLength: 12 }), async (bursts) => {
            const stored = new StoredFeed(folder, {
              memoryLimit: isBroken ? 2_000_000 : 1e9,
              onChange: () => filter.advance(),
            });
            if (isBroken) fs.symlinkSync('/dev/full', path.join(stored.folder, 'in.bytes'));
            stored.connect();
            filter = filterOf(stored);
            filter.set('"7"');
            for (const { frames, direction, bytes, next } of bursts) {
              for (let frame = 0; frame < frames; frame++) {
                stored.text(direction, `${stored.capture.total}${'.'.repeat(bytes)}`);
                filter.advance();
              }
              if (next === 'let others work') await setImmediate();
              if (next === 'wait for news' && frames > 0) await once(news, 'change');
              if (next === 'filter') filter.set('"7"');
            }
            await searched(stored);
            const { first, total } = stored.capture;
            const rows = Array.from({ length: total - first }, (_, index) => first + index);
            const expected = rows.filter((row) => String(row).includes('7'));
            const { matching = 0, first: firstMatch = 0 } = filter.state ?? {};
            assert.deepEqual(filter.rows(0, 1e9).rows, expected);
            assert.equal(matching - firstMatch, expected.length);
            filter.dispose();
            stored.finish();
          }),
          { numRuns: 15 },
        );
      });
    }
  });
});
