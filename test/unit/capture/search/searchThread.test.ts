import assert from 'node:assert/strict';
import path from 'node:path';
import { captureSlice } from '../../../../src/capture/search/captureSlice';
import { SearchEnded, SearchThread } from '../../../../src/capture/search/searchThread';
import { CaptureFeed } from '../support/captureFeed';

/** Backtracks for ages on what `searchEndlessly` feeds it. */
const endless = '/^(a+)+$/';

function slice(...texts: string[]) {
  const feed = new CaptureFeed().connect();
  for (const text of texts) feed.text('in', text);
  return captureSlice(feed.capture, [...texts.keys()], true).source;
}

function endedAs(code: SearchEnded['code'], message = /./) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof SearchEnded);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}

describe('SearchThread', () => {
  let thread: SearchThread;
  beforeEach(() => (thread = new SearchThread(path.join(__dirname, 'searchMain.entry.js'))));
  afterEach(() => thread.dispose());

  const searchEndlessly = () => thread.match(endless, slice(`${'a'.repeat(60)}!`), true);

  it('says which rows of a slice match', async () => {
    const { rows: places } = await thread.match('b', slice('a', 'b', 'ab', ''), false);
    assert.deepEqual([...places], [1, 2]);
  });

  it('searches what waits in order, each slice with its own filter', async () => {
    const found = await Promise.all(
      ['a', 'b', '/b$/', 'a'].map((filter) => thread.match(filter, slice('a', 'b', 'ab'), true)),
    );
    assert.deepEqual(
      found.map(({ rows }) => [...rows]),
      [
        [0, 2],
        [1, 2],
        [1, 2],
        [0, 2],
      ],
    );
  });

  it('ends an expression that backtracks without end, and goes on with what waits', async () => {
    const [stopped, next] = [searchEndlessly(), thread.match('b', slice('b'), true)];
    await assert.rejects(stopped, endedAs('too-slow', /took more than 200 ms/));
    assert.deepEqual([...(await next).rows], [0]);
  });

  it('fails what it searches when it is disposed of', async () => {
    const [running, waiting] = [searchEndlessly(), thread.match('b', slice('b'), true)];
    thread.dispose();
    await assert.rejects(running, endedAs('failed'));
    await assert.rejects(waiting, endedAs('failed'));
    await assert.rejects(thread.match('b', slice('b'), true), endedAs('failed'));
  });

  it('says so when its thread cannot start', async () => {
    thread = new SearchThread(path.join(__dirname, 'nowhere.js'));
    await assert.rejects(thread.match('b', slice('b'), true), endedAs('failed', /nowhere/));
  });
});
