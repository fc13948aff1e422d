import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { headFile } from '../../../src/capture/captureFormat';
import {
  applyRetention,
  beyondLimits,
  isCaptureName,
  listCaptures,
  newCaptureName,
  type StoredCapture,
} from '../../../src/capture/storedCaptures';
import { StoredFeed } from './support/storedFeed';
import { temporaryFolder } from './support/temporaryFolder';

const nobody = () => false;
const day = 24 * 60 * 60 * 1000;

function captureOf(capture: string, bytes: number, ageDays: number): StoredCapture {
  const writtenMs = 100 * day - ageDays * day;
  const [url, rows, problem] = ['ws://x/', 1, undefined];
  return { capture, url, startedMs: writtenMs, writtenMs, bytes, rows, state: 'finished', problem };
}

describe('storedCaptures', () => {
  const folder = temporaryFolder();

  it('makes names that sort by time and never lead out of the folder', () => {
    const early = newCaptureName(new Date('2026-01-02T03:04:05.678Z'), 0.5);
    const late = newCaptureName(new Date('2026-01-02T03:04:05.679Z'), 0);
    assert.equal(early, '20260102T030405-678-800000');
    assert.ok(early < late);
    assert.ok(isCaptureName(early) && isCaptureName(late));
    for (const name of ['', '..', '.', 'a/b', 'a\\b', '-x', 'a.b']) {
      assert.equal(isCaptureName(name), false, name);
    }
  });

  it('lists what is in a folder, and in which state', () => {
    const place = path.join(folder, 'list');
    const finished = new StoredFeed(place).connect().text('in', 'x').finish();
    const killed = new StoredFeed(place).connect().text('in', 'x').text('in', 'y').kill();
    const broken = new StoredFeed(place).connect().finish();
    fs.truncateSync(path.join(broken.folder, headFile), 0);
    fs.mkdirSync(path.join(place, 'something-else'));
    const names = [finished, killed, broken].map((feed) => path.basename(feed.folder));
    const list = listCaptures(place, nobody);
    assert.deepEqual(list.map(({ capture }) => capture).toSorted(), names.toSorted());
    const [first, second, third] = names.map((name) => list.find((one) => one.capture === name)!);
    assert.deepEqual([first!.state, first!.rows, first!.url], ['finished', 1, 'ws://127.0.0.1/']);
    assert.deepEqual([second!.state, second!.rows], ['unfinished', 2]);
    assert.match(third!.problem ?? '', /is empty/);
    const files = fs.readdirSync(finished.folder);
    const bytes = files.map((name) => fs.statSync(path.join(finished.folder, name)).size);
    assert.equal(
      first!.bytes,
      bytes.reduce((sum, size) => sum + size),
    );
    assert.equal(listCaptures(place, (name) => name === names[1])[0]!.capture.length > 0, true);
    const inUse = listCaptures(place, (name) => name === names[1]);
    assert.equal(inUse.find(({ capture }) => capture === names[1])!.state, 'open');
  });

  it('knows the captures that another living process writes', () => {
    const place = path.join(folder, 'others');
    const feed = new StoredFeed(place).connect().kill();
    const file = path.join(feed.folder, headFile);
    const head = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
    const write = (owner: object) => fs.writeFileSync(file, JSON.stringify({ ...head, owner }));
    write({ pid: process.ppid, born: '' });
    assert.equal(listCaptures(place, nobody)[0]!.state, 'open');
    write({ pid: 2 ** 22 + 1, born: '' });
    assert.equal(listCaptures(place, nobody)[0]!.state, 'unfinished');
  });

  it('lists nothing of a folder that is not there', () => {
    assert.deepEqual(listCaptures(path.join(folder, 'nowhere'), nobody), []);
  });

  describe('retention', () => {
    const captures = [captureOf('c', 30, 1), captureOf('b', 20, 5), captureOf('a', 10, 9)];
    const beyond = (bytes: number, days: number, list = captures, isInUse = nobody as never) =>
      beyondLimits(list, { bytes, days }, 100 * day, isInUse).map(({ capture }) => capture);

    it('lets the oldest go until the rest fits', () => {
      assert.deepEqual(beyond(60, 0), []);
      assert.deepEqual(beyond(59, 0), ['a']);
      assert.deepEqual(beyond(49, 0), ['a', 'b']);
      assert.deepEqual(beyond(1, 0), ['a', 'b', 'c']);
    });

    it('lets go what is too old', () => {
      assert.deepEqual(beyond(0, 9), []);
      assert.deepEqual(beyond(0, 4), ['a', 'b']);
    });

    it('has no limit where it is 0', () => {
      assert.deepEqual(beyond(0, 0), []);
    });

    it('never touches what somebody writes or shows', () => {
      const open = captures.map((one) => ({ ...one, state: 'open' as const }));
      assert.deepEqual(beyond(1, 1, open), []);
      const shown = ((name: string) => name === 'a') as never;
      assert.deepEqual(beyond(1, 1, captures, shown), ['b', 'c']);
    });

    it('deletes and tells what it deleted', () => {
      const place = path.join(folder, 'retention');
      const feeds = [0, 1].map(() => new StoredFeed(place).connect().text('in', 'x').finish());
      const later = Date.now() + 3 * day;
      const shown = path.basename(feeds[1]!.folder);
      const removed = applyRetention(place, { bytes: 0, days: 2 }, later, (name) => name === shown);
      assert.deepEqual(
        removed.map(({ capture }) => capture),
        [path.basename(feeds[0]!.folder)],
      );
      assert.deepEqual(fs.readdirSync(place), [shown]);
    });
  });
});
