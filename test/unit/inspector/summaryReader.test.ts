import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SummaryReader } from '../../../src/inspector/summaryReader';
import { decodeTrafficSummary } from '../../../src/protocol/trafficSummary';
import { Opcode } from '../../../src/wire/opcode';
import { openStored } from '../capture/support/openStored';
import { StoredFeed } from '../capture/support/storedFeed';

describe('the summary reader', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'summary-reader-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('tells counts, times between frames and the last second', () => {
    let now = 5_000_000;
    const feed = new StoredFeed(folder, { clock: () => now }).connect();
    for (const wait of [0, 100, 100, 400]) {
      now += wait;
      feed.text('in', 'abcd');
    }
    feed.frame('out', { opcode: Opcode.ping });
    const reader = new SummaryReader(feed.finish().capture);
    const summary = decodeTrafficSummary(reader.read(100, now));
    assert.equal(summary.counted, 5);
    assert.equal(summary.total, 5);
    assert.equal(summary.lastUs, 600);
    assert.equal(summary.in.kinds[Opcode.text], 4);
    assert.equal(summary.out.kinds[Opcode.ping], 1);
    assert.equal(summary.in.bytes, 24);
    assert.deepEqual([summary.in.recentFrames, summary.in.recentBytes], [4, 24]);
    assert.deepEqual([summary.in.shortestGapUs, summary.in.longestGapUs], [100, 400]);
    assert.ok(Number.isNaN(summary.out.medianGapUs));
    assert.deepEqual([...summary.in.bucketFrames], [4]);
    const later = decodeTrafficSummary(reader.read(100, now + 2_000_000));
    assert.equal(later.in.recentFrames, 0);
    assert.equal(later.in.kinds[Opcode.text], 4);
  });

  it('counts a stored capture once it is asked for, without making the first answer wait', async () => {
    const feed = new StoredFeed(folder).connect();
    for (let row = 0; row < 40_000; row++) feed.text('in', 'x');
    const { capture } = await openStored(feed.finish().folder);
    const reader = new SummaryReader(capture);
    const first = decodeTrafficSummary(reader.read(100, 0));
    assert.ok(first.counted < first.total);
    let summary = first;
    while (summary.counted < summary.total) {
      await new Promise((resolve) => setImmediate(resolve));
      summary = decodeTrafficSummary(reader.read(100, 0));
    }
    assert.equal(summary.in.kinds[Opcode.text], 40_000);
    reader.dispose();
    capture.close();
  });
});
