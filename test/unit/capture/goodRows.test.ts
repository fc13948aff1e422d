import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { CaptureFiles } from '../../../src/capture/captureFiles';
import { journalFile } from '../../../src/capture/captureFormat';
import { FrameColumns, pageRows } from '../../../src/capture/frameColumns';
import { bytesPerRow } from '../../../src/capture/rowRecord';
import { findGoodRows, type GoodRows } from '../../../src/capture/goodRows';
import { readJournalFile } from '../../../src/capture/journalFile';
import { StoredFeed } from './support/storedFeed';
import { temporaryFolder } from './support/temporaryFolder';

const folder = temporaryFolder();

const pause = () => Promise.resolve();

async function goodRowsOf({ folder: target }: StoredFeed): Promise<GoodRows> {
  const files = new CaptureFiles(target);
  const { journal } = await readJournalFile(files, pause);
  const columns = new FrameColumns();
  const read = (position: number, length: number) => files.read('rows', position, length);
  columns.records.attach({ read }, files.size('rows'));
  for (const [row, received] of journal.short) columns.markShort(row, received);
  const good = await findGoodRows(files, columns, journal, pause);
  files.close();
  return good;
}

function feedOf(rows: number): StoredFeed {
  const feed = new StoredFeed(folder).connect();
  for (let row = 0; row < rows; row++) feed.text('in', 'x');
  return feed;
}

function change(feed: StoredFeed, row: number, byte: number): void {
  const file = path.join(feed.folder, 'rows');
  const bytes = fs.readFileSync(file);
  bytes[row * bytesPerRow + byte]! ^= 1;
  fs.writeFileSync(file, bytes);
}

async function expectRows(
  feed: StoredFeed,
  rows: number,
  damaged: boolean,
  message?: string,
): Promise<void> {
  const good = await goodRowsOf(feed);
  assert.deepEqual([good.rows, good.damaged], [rows, damaged], message);
}

describe('findGoodRows', () => {
  it('knows how far the frames of both directions go', async () => {
    const feed = new StoredFeed(folder).status('x').connect();
    feed.text('in', 'Hel', { fin: false }).text('out', 'abc').text('in', '', { opcode: 9 });
    const expected = feed.capture.states();
    assert.deepEqual(expected.in, { end: 7, frames: 2, open: 1 });
    const found = { rows: 4, states: expected, damaged: false };
    assert.deepEqual(await goodRowsOf(feed.kill()), found);
  });

  it('knows them of a finished capture from its last line', async () => {
    const feed = feedOf(pageRows + 3).finish();
    const good = await goodRowsOf(feed);
    assert.deepEqual([good.rows, good.damaged], [pageRows + 3, false]);
    assert.deepEqual(good.states.in, { end: 3 * (pageRows + 3), frames: pageRows + 3, open: -1 });
  });

  it('finds any change in a row of a finished capture', async () => {
    const feed = feedOf(5).finish();
    for (let byte = 0; byte < bytesPerRow; byte++) {
      change(feed, 3, byte);
      await expectRows(feed, 0, true, `${byte}`);
      change(feed, 3, byte);
    }
    assert.equal((await goodRowsOf(feed)).rows, 5);
  });

  it('finds a row of an unfinished one that does not follow from those before it', async () => {
    const feed = feedOf(pageRows + 5).kill();
    change(feed, pageRows + 3, 8 + 6);
    const good = await goodRowsOf(feed);
    assert.deepEqual([good.rows, good.damaged], [pageRows + 3, true]);
    assert.equal(good.states.in.frames, pageRows + 3);
  });

  it('stops where the bytes stop', async () => {
    const feed = feedOf(10).kill();
    fs.truncateSync(path.join(feed.folder, 'in.bytes'), 3 * 4 + 2);
    await expectRows(feed, 4, false);
    const longer = feedOf(pageRows + 1).kill();
    fs.truncateSync(path.join(longer.folder, 'in.bytes'), 3 * 100);
    assert.equal((await goodRowsOf(longer)).rows, 100);
  });

  it('needs no line for a page of which the line was lost', async () => {
    const feed = feedOf(pageRows + 2).kill();
    const file = path.join(feed.folder, journalFile);
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    fs.writeFileSync(file, lines.filter((line) => !line.includes('"page"')).join('\n'));
    await expectRows(feed, pageRows + 2, false);
  });
});
