import assert from 'node:assert/strict';
import { CaptureMemory, type MemoryHolder } from '../../../src/capture/captureMemory';
import { CaptureFeed } from './support/captureFeed';
import { openStored } from './support/openStored';
import { StoredFeed } from './support/storedFeed';
import { temporaryFolder } from './support/temporaryFolder';

const folder = temporaryFolder();

/** Holds pieces of memory, and gives all of them but the newest. */
class Pieces implements MemoryHolder {
  told = 0;
  private readonly pieces: number[] = [];
  private readonly share;

  constructor(memory: CaptureMemory) {
    this.share = memory.keep(this);
  }

  get memoryUsed(): number {
    return this.pieces.reduce((sum, piece) => sum + piece, 0);
  }

  add(...pieces: number[]): void {
    this.pieces.push(...pieces);
    this.share.set(this.memoryUsed);
  }

  giveOldest(): boolean {
    return this.pieces.length > 1 && this.pieces.shift() !== undefined;
  }

  gaveWay(): void {
    this.told++;
  }

  end(): void {
    this.share.end();
  }
}

/** Waiting bytes of several writers, and how often each was told of the pressure. */
function writersOf(memory: CaptureMemory) {
  return [0, 1].map(() => {
    const writer = { told: 0, ...memory.lend(() => void writer.told++) };
    return writer;
  });
}

describe('CaptureMemory', () => {
  it('lets the one give way that holds the most, and tells it', () => {
    const memory = new CaptureMemory(100);
    const [large, small] = [new Pieces(memory), new Pieces(memory)];
    large.add(30, 30, 30);
    small.add(10);
    assert.deepEqual([large.memoryUsed, small.memoryUsed, memory.used], [90, 10, 100]);
    small.add(10);
    assert.deepEqual([large.memoryUsed, small.memoryUsed, memory.used], [60, 20, 80]);
    assert.deepEqual([large.told, small.told], [1, 0]);
  });

  it('takes from the one that grows when it holds the most, which need not be told', () => {
    const memory = new CaptureMemory(100);
    const [quiet, busy] = [new Pieces(memory), new Pieces(memory)];
    quiet.add(10, 10);
    for (let count = 0; count < 50; count++) busy.add(10);
    assert.deepEqual([quiet.memoryUsed, busy.memoryUsed], [20, 80]);
    assert.deepEqual([quiet.told, busy.told], [0, 0]);
  });

  it('shares evenly among those that all want more', () => {
    const memory = new CaptureMemory(300);
    const all = [new Pieces(memory), new Pieces(memory), new Pieces(memory)];
    for (let count = 0; count < 100; count++) for (const one of all) one.add(10);
    assert.equal(memory.used, 300);
    for (const one of all) assert.ok(Math.abs(one.memoryUsed - 100) <= 10, `${one.memoryUsed}`);
  });

  it('goes on with the next when the largest has nothing more to give', () => {
    const memory = new CaptureMemory(100);
    const [stuck, other] = [new Pieces(memory), new Pieces(memory)];
    stuck.add(80);
    other.add(10, 10, 10);
    assert.deepEqual([stuck.memoryUsed, other.memoryUsed], [80, 20]);
    stuck.add(5);
    assert.deepEqual([stuck.memoryUsed, other.memoryUsed], [5, 20], 'asked again when it grows');
  });

  it('ends when nobody has anything to give', () => {
    const memory = new CaptureMemory(10);
    const alone = new Pieces(memory);
    alone.add(80);
    assert.equal(memory.used, 80);
  });

  it('takes a lower limit at once, and tells each once', () => {
    const memory = new CaptureMemory(100);
    const all = [new Pieces(memory), new Pieces(memory)];
    for (const one of all) one.add(10, 10, 10, 10, 10);
    memory.limit = 40;
    assert.deepEqual(
      all.map(({ memoryUsed, told }) => [memoryUsed, told]),
      [
        [20, 1],
        [20, 1],
      ],
    );
  });

  it('has all of it for the others when one ends', () => {
    const memory = new CaptureMemory(100);
    const [gone, other] = [new Pieces(memory), new Pieces(memory)];
    gone.add(50, 50);
    gone.end();
    other.add(50, 50);
    assert.deepEqual([other.memoryUsed, memory.used], [100, 100]);
  });

  it('counts nothing of what comes after the end', () => {
    const memory = new CaptureMemory(100);
    const gone = new Pieces(memory);
    gone.add(20);
    gone.end();
    gone.add(20);
    const [writer] = writersOf(memory);
    writer?.end();
    writer?.set(20);
    assert.equal(memory.used, 0);
  });

  it('counts what waits to be written, and pauses all who bring more at half of the limit', () => {
    const memory = new CaptureMemory(100);
    const kept = new Pieces(memory);
    kept.add(30, 30);
    const [first, second] = writersOf(memory);
    first?.set(25);
    second?.set(25);
    assert.deepEqual([memory.used, memory.underPressure], [80, false], 'the oldest piece went');
    second?.set(26);
    assert.deepEqual([memory.underPressure, first?.told, second?.told], [true, 1, 1]);
    first?.end();
    second?.set(25);
    assert.deepEqual([memory.underPressure, second?.told], [false, 2]);
    assert.equal(memory.used, 55);
  });

  it('keeps captures within it together, and leaves a quiet one whole', () => {
    const memory = new CaptureMemory(100_000);
    let told = 0;
    const quiet = new CaptureFeed({ memory, onGaveWay: () => told++ }).connect();
    for (let row = 0; row < 20; row++) quiet.text('in', `${row}`);
    const busy = ['in', 'out'].map(() => new CaptureFeed({ memory }).connect());
    for (let row = 0; row < 500; row++) {
      for (const feed of busy) feed.text('in', 'x'.repeat(1000));
      assert.ok(memory.used <= 100_000);
    }
    assert.deepEqual([quiet.capture.first, quiet.capture.total, told], [0, 20, 0]);
    for (const { capture } of busy) {
      assert.ok(capture.first > 0 && capture.total - capture.first > 20, `first ${capture.first}`);
    }
    for (let row = 20; row < 500; row++) quiet.text('in', `${row}`);
    assert.ok(memory.used <= 100_000);
  });

  it('tells the panel of a capture that lost rows to another one', () => {
    const memory = new CaptureMemory(20_000);
    let told = 0;
    const before = new CaptureFeed({ memory, onGaveWay: () => told++ }).connect();
    for (let row = 0; row < 15; row++) before.text('in', 'x'.repeat(1000));
    assert.deepEqual([before.capture.first > 0, told], [true, 0]);
    const { first } = before.capture;
    new CaptureFeed({ memory }).connect().text('in', 'x'.repeat(1000));
    assert.ok(before.capture.first > first);
    assert.equal(told, 1);
  });

  it('leaves a stored capture whole, whose rows are in its files and take no memory', async () => {
    const feed = new StoredFeed(folder).connect();
    for (let row = 0; row < 50; row++) feed.text('in', 'x'.repeat(1000));
    feed.finish();
    const memory = new CaptureMemory(20_000);
    const { capture } = await openStored(feed.folder, { memory });
    new CaptureFeed({ memory }).connect().text('in', 'x'.repeat(30_000));
    assert.deepEqual([capture.first, capture.total, capture.giveOldest()], [0, 50, false]);
    capture.close();
  });

  it('does not let a frame that is too large for it empty other captures', () => {
    const memory = new CaptureMemory(20_000);
    const other = new CaptureFeed({ memory }).connect();
    for (let row = 0; row < 5; row++) other.text('in', 'x'.repeat(100));
    const feed = new CaptureFeed({ memory }).connect();
    for (let sent = 0; sent < 100; sent++) feed.push('in', new Uint8Array(1000));
    assert.deepEqual([other.capture.first, other.capture.total], [0, 5]);
    assert.ok(memory.used <= 20_000);
  });

  it('pauses one capture that is written for what another one has waiting', () => {
    const memory = new CaptureMemory(100_000);
    const flood = new StoredFeed(folder, { memory });
    const other = new StoredFeed(folder, { memory });
    flood.connect().frame('in', { opcode: 2, payload: Buffer.alloc(60_000) });
    assert.equal(other.capture.underPressure, true);
    assert.ok(memory.used > 60_000);
    flood.finish();
    assert.equal(other.capture.underPressure, false);
    other.finish();
    assert.equal(memory.used, 0);
  });
});
