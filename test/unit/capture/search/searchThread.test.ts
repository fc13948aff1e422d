import assert from 'node:assert/strict';
import path from 'node:path';
import { captureSlice } from '../../../../src/capture/search/captureSlice';
import type { SearchResult } from '../../../../src/capture/search/searchMessages';
import {
  cancelTimeLimitMs,
  SearchEnded,
  SearchThread,
  sliceTimeLimitMs,
} from '../../../../src/capture/search/searchThread';
import { CaptureFeed } from '../support/captureFeed';
import { temporaryFolder } from '../support/temporaryFolder';
import { resultRows } from './resultRows';
import { StoredFeed } from '../support/storedFeed';

/** Backtracks for ages on what `searchEndlessly` feeds it. */
const endless = '/^(a+)+$/';
const hopeless = `${'a'.repeat(60)}!`;

const folder = temporaryFolder();

function slice(...texts: string[]) {
  const feed = new CaptureFeed().connect();
  for (const text of texts) feed.text('in', text);
  return captureSlice(feed.capture, [...texts.keys()], true).source;
}

/** Writes texts, each of them a row, as the files of a capture. */
function stored(texts: Iterable<string>) {
  const feed = new StoredFeed(folder).connect();
  for (const text of texts) feed.text('in', text);
  feed.storage.writeNow();
  assert.ok(feed.capture.inFiles);
  return { kind: 'files', ...feed.capture.inFiles, firstRow: 0 } as const;
}

function endedAs(code: SearchEnded['code'], message = /./) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof SearchEnded);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}

const asked = (text: string) => ({ text, view: 'frames' }) as const;

describe('SearchThread', function () {
  this.timeout(10_000);
  let thread: SearchThread;
  beforeEach(() => (thread = new SearchThread(path.join(__dirname, 'searchMain.entry.js'))));
  afterEach(() => thread.dispose());

  /** Searches texts, each of them a row. */
  function search(
    filter: string,
    texts: readonly string[],
    signal = new AbortController().signal,
  ): Promise<SearchResult> {
    return thread.search(asked(filter), slice(...texts), { watched: true, signal });
  }

  const searchEndlessly = (signal?: AbortSignal) => search(endless, [hopeless], signal);

  it('says which rows of a slice match', async () => {
    assert.deepEqual(resultRows(await search('b', ['a', 'b', 'ab', ''])), [1, 2]);
  });

  it('searches what waits in order, each slice with its own filter', async () => {
    const filters = ['a', 'b', '/b$/', 'a'];
    const found = await Promise.all(filters.map((filter) => search(filter, ['a', 'b', 'ab'])));
    assert.deepEqual(found.map(resultRows), [
      [0, 2],
      [1, 2],
      [1, 2],
      [0, 2],
    ]);
  });

  it('ends an expression that backtracks without end, and goes on with what waits', async () => {
    const [stopped, next] = [searchEndlessly(), search('b', ['b'])];
    await assert.rejects(stopped, endedAs('too-slow', /took more than 200 ms/));
    assert.deepEqual(resultRows(await next), [0]);
  });

  it('gives each slice of the files its own time', async () => {
    const source = stored([...Array<string>(20_000).fill('aaa'), hopeless]);
    const { signal } = new AbortController();
    let firstRow = 0;
    const searchAll = async () => {
      for (;;) {
        const options = { watched: true, signal };
        const turn = await thread.search(asked(endless), { ...source, firstRow }, options);
        assert.equal(resultRows(turn).length, turn.to - firstRow);
        firstRow = turn.to;
      }
    };
    await assert.rejects(searchAll, endedAs('too-slow'));
    assert.ok(firstRow > 0, 'the rows before were searched');
  });

  it('leaves at once what nobody waits for any more', async () => {
    const aborter = new AbortController();
    const [running, waiting] = [
      searchEndlessly(aborter.signal),
      search('a', ['a'], aborter.signal),
    ];
    // The thread is there and at work when it has done something else.
    const before = performance.now();
    aborter.abort();
    await assert.rejects(waiting, endedAs('cancelled'));
    await assert.rejects(running, endedAs('cancelled'));
    assert.deepEqual(resultRows(await search('b', ['b'])), [0]);
    assert.ok(performance.now() - before > cancelTimeLimitMs);
    await assert.rejects(search('a', ['a'], aborter.signal), endedAs('cancelled'));
  });

  it('has another thread ready when one has to be ended', async () => {
    await search('a', ['a']);
    const aborter = new AbortController();
    const stopped = assert.rejects(searchEndlessly(aborter.signal), endedAs('too-slow'));
    const next = search('b', ['b']);
    await stopped;
    const ended = performance.now();
    await next;
    const ms = performance.now() - ended;
    assert.ok(ms < sliceTimeLimitMs, `${ms} ms`);
  });

  it('fails what it searches when it is disposed of', async () => {
    const [running, waiting] = [searchEndlessly(), search('b', ['b'])];
    thread.dispose();
    await assert.rejects(running, endedAs('failed'));
    await assert.rejects(waiting, endedAs('failed'));
    await assert.rejects(search('b', ['b']), endedAs('failed'));
  });

  it('says so when its thread cannot start', async () => {
    thread = new SearchThread(path.join(__dirname, 'nowhere.js'));
    await assert.rejects(search('b', ['b']), endedAs('failed', /nowhere/));
  });

  it('searches nothing for a filter that asks for nothing', async () => {
    await assert.rejects(search('', ['a']), endedAs('failed', /asks for nothing/));
  });

  it('says so when files cannot be read', async () => {
    const known = stored(['a']);
    const source = { ...known, folder: `${known.folder}-gone` };
    const { signal } = new AbortController();
    await assert.rejects(
      thread.search(asked('a'), source, { watched: false, signal }),
      endedAs('unreadable', /file rows cannot be read \(ENOENT\)/),
    );
  });
});
