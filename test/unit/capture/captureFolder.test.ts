import assert from 'node:assert/strict';
import { fork, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { longestWaitMs } from '../../../src/capture/captureFolder';
import { pageRows } from '../../../src/capture/frameColumns';
import { mostPagesCached } from '../../../src/capture/recordPages';
import { Opcode } from '../../../src/wire/opcode';
import { openStored } from './support/openStored';
import { contentOf, StoredFeed, type StoredFeedOptions } from './support/storedFeed';
import { temporaryFolder } from './support/temporaryFolder';
import type { Reported } from './capturingProcess.entry';

const mebibyte = 1024 * 1024;

const folder = temporaryFolder();

/** A feed whose changes can be awaited. */
function watchedFeed(options: StoredFeedOptions = {}) {
  const changes = new EventEmitter();
  const feed = new StoredFeed(folder, { ...options, onChange: () => changes.emit('change') });
  return { feed, changed: () => once(changes, 'change') };
}

/** A feed whose received bytes go to a full disk. */
function fullDisk(memoryLimit = 1e9) {
  const watched = watchedFeed({ memoryLimit });
  fs.symlinkSync('/dev/full', path.join(watched.feed.folder, 'in.bytes'));
  watched.feed.connect();
  return watched;
}

describe('CaptureFolder', function () {
  this.timeout(20_000);
  it('keeps everything in little memory, however long the capture', async () => {
    const { feed, changed } = watchedFeed({ memoryLimit: mebibyte, mostWaiting: mebibyte });
    feed.connect();
    const payload = Buffer.alloc(20_000, 'x');
    let most = 0;
    const rows = 4 * pageRows;
    for (let row = 0; row < rows; row++) {
      if (row % 100 === 0) feed.frame('in', { opcode: Opcode.binary, payload });
      else feed.text('out', `message ${row}`);
      most = Math.max(most, feed.capture.memoryUsed);
      if (feed.capture.underPressure) await changed();
    }
    assert.ok(most < 3 * mebibyte, `${most} bytes`);
    assert.deepEqual([feed.capture.first, feed.capture.total], [0, rows]);
    for (const row of [0, 1, pageRows, 3 * pageRows + 1, rows - 1]) {
      const expected = row % 100 === 0 ? payload.toString() : `message ${row}`;
      assert.equal(
        Buffer.from(feed.capture.bytes(row, 'payload', 0, 1e6).bytes).toString(),
        expected,
      );
    }
    assert.equal(feed.capture.storageFacts?.problem, undefined);
    feed.finish();
    assert.ok(mostPagesCached * 40 * pageRows < 16 * mebibyte);
  });

  it('says when more waits than may, and when half of it is written', async () => {
    const { feed, changed } = watchedFeed({ mostWaiting: 100_000 });
    feed.connect();
    const change = changed();
    feed.frame('in', { opcode: 2, payload: Buffer.alloc(99_000) });
    assert.equal(feed.capture.underPressure, false);
    feed.frame('in', { opcode: 2, payload: Buffer.alloc(2000) });
    assert.equal(feed.capture.underPressure, true);
    await change;
    if (feed.capture.underPressure) await changed();
    assert.equal(feed.capture.underPressure, false);
    feed.finish();
  });

  describe('that cannot be written to', () => {
    it('goes on in memory when the disk is full, and says so', async () => {
      const { feed, changed } = fullDisk();
      feed.text('in', 'first');
      await changed();
      assert.match(feed.capture.storageFacts?.problem ?? '', /disk is full/);
      feed.text('in', 'second').text('out', 'third');
      const payloads = [0, 1, 2].map((row) =>
        Buffer.from(feed.capture.bytes(row, 'payload', 0, 99).bytes).toString(),
      );
      assert.deepEqual(payloads, ['first', 'second', 'third']);
      feed.finish();
    });

    it('then lets the oldest rows go at the memory limit, and counts them', async () => {
      const { feed, changed } = fullDisk(100_000);
      for (let row = 0; row < 50; row++) feed.text('out', `${row}`);
      feed.text('in', 'x');
      await changed();
      for (let row = 51; row < 2000; row++) feed.text('in', '.'.repeat(200));
      const { first, total, memoryUsed } = feed.capture;
      assert.equal(total, 2000);
      assert.ok(first > 1000 && first < 2000, `first ${first}`);
      assert.ok(memoryUsed <= 100_000);
      assert.equal(feed.capture.frame(first - 1), undefined);
      assert.equal(feed.capture.bytes(first, 'payload', 0, 999).bytes.length, 200);
      feed.finish();
    });

    it('leaves readable what was written before', async () => {
      const { feed, changed } = watchedFeed();
      feed.connect().text('in', 'one').text('in', 'two');
      feed.storage.writeNow();
      const written = contentOf(feed.capture);
      fs.symlinkSync('/dev/full', path.join(feed.folder, 'in.inflated'));
      feed.capture.keepInflated(0, { bytes: Buffer.from('x'), length: 1, problem: undefined });
      await changed();
      feed.text('in', 'three');
      assert.deepEqual(contentOf(feed.capture).slice(0, 2), written);
      feed.finish();
      fs.rmSync(path.join(feed.folder, 'in.inflated'));
      const { capture } = await openStored(feed.folder);
      assert.deepEqual(contentOf(capture), written);
      capture.close();
    });

    it('is in memory from the start when a folder cannot be made', () => {
      const file = path.join(folder, 'a file');
      fs.writeFileSync(file, '');
      const feed = new StoredFeed(file).connect().text('in', 'kept');
      assert.match(feed.capture.storageFacts?.problem ?? '', /cannot be written to/);
      assert.equal(Buffer.from(feed.capture.bytes(0, 'payload', 0, 9).bytes).toString(), 'kept');
      feed.finish();
    });

    it('goes on in memory when its file may not become larger', () => {
      const program = path.join(__dirname, 'limitedProcess.entry.js');
      const { stdout, stderr } = spawnSync(
        'sh',
        ['-c', `ulimit -f 64; exec "${process.execPath}" "${program}" "${folder}"`],
        { encoding: 'utf8' },
      );
      const result = JSON.parse(stdout || stderr) as { problem: string; kept: number };
      assert.match(result.problem, /may not become larger/);
      assert.equal(result.kept, 100);
    });
  });

  it('loses nothing but the last 250 ms when its process is killed', async () => {
    const child = fork(path.join(__dirname, 'capturingProcess.entry.js'), [folder]);
    const reports: Reported[] = [];
    child.on('message', (report: Reported) => reports.push(report));
    while (reports.length < 60) await once(child, 'message');
    const killedUs = Number(process.hrtime.bigint() / 1000n);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const last = reports.at(-1)!;
    const { capture, repaired } = await openStored(last.folder);
    assert.match(repaired, /not finished/);
    const due = reports.findLast(({ timeUs }) => timeUs < killedUs - 250_000)!;
    assert.ok(due.frames > 0 && longestWaitMs < 250);
    assert.ok(capture.frames.in >= due.frames, `${capture.frames.in} of ${due.frames}`);
    for (let row = 1; row < capture.total; row++) {
      const text = Buffer.from(capture.bytes(row, 'payload', 0, 99).bytes).toString();
      assert.equal(text, `message ${row - 1}`);
    }
    capture.close();
  });
});
