import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import fs from 'node:fs';
import path from 'node:path';
import { readHeadFile } from '../../../src/capture/captureFiles';
import { headFile, journalFile } from '../../../src/capture/captureFormat';
import { pageRows } from '../../../src/capture/frameColumns';
import { bytesPerRow } from '../../../src/capture/rowRecord';
import type { OpenedCapture } from '../../../src/capture/openCapture';
import { thisOwner } from '../../../src/capture/processOwner';
import type { Direction } from '../../../src/wire/direction';
import { Opcode } from '../../../src/wire/opcode';
import { encodeFrame } from '../../support/encodeFrame';
import { openStored } from './support/openStored';
import { contentOf, StoredFeed } from './support/storedFeed';
import { temporaryFolder } from './support/temporaryFolder';

const folder = temporaryFolder();

/** Opens, takes the content, lets the files go. */
async function readAll(
  target: string,
  times = true,
): Promise<{ content: unknown[]; repaired: string }> {
  const { capture, repaired } = await openStored(target);
  const content = contentOf(capture, { times });
  capture.close();
  return { content, repaired };
}

type Step =
  | ['status', string]
  | ['frame', Direction, number, boolean, number]
  | ['connect', boolean]
  | ['cut short', Direction];

const direction = fc.constantFrom('in' as const, 'out' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.tuple(fc.constant('status' as const), fc.string()) },
  {
    weight: 8,
    arbitrary: fc.tuple(
      fc.constant('frame' as const),
      direction,
      fc.constantFrom<number>(0, 1, 2, 3, 8, 9, 10),
      fc.boolean(),
      fc.nat(300),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant('connect' as const), fc.boolean()) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('cut short' as const), direction) },
);

function play(feed: StoredFeed, steps: readonly Step[]): void {
  feed.connect();
  for (const one of steps) {
    if (one[0] === 'status') feed.status(one[1]);
    else if (one[0] === 'connect') feed.disconnect().connect(one[1]);
    else if (one[0] === 'frame') {
      const [, way, opcode, fin, length] = one;
      feed.frame(way, { opcode, fin, payload: Buffer.alloc(length, 'x') });
    } else {
      feed.push(one[1], encodeFrame({ opcode: 2, payload: Buffer.alloc(40) }).subarray(0, 20));
      feed.disconnect().connect();
    }
  }
}

/** A capture with fragments, both directions and statuses, left by a killed process. */
function torn(): { feed: StoredFeed; content: unknown[] } {
  const feed = new StoredFeed(folder).status('Connecting').connect();
  feed.text('in', 'Hel', { fin: false }).text('out', 'to the server');
  feed.frame('in', { opcode: Opcode.ping, payload: Buffer.from('?') });
  feed.text('in', 'lo', { opcode: Opcode.continuation, fin: false });
  feed.status('between').text('out', 'x'.repeat(30)).text('in', '!', { opcode: 0 });
  const content = contentOf(feed.capture, { times: false });
  feed.kill();
  return { feed, content };
}

function broken(change: (folder: string) => void): string {
  const feed = new StoredFeed(folder).connect().text('in', 'x').finish();
  change(feed.folder);
  return feed.folder;
}

function rewriteHead(target: string, change: object): void {
  const file = path.join(target, headFile);
  fs.writeFileSync(
    file,
    JSON.stringify({ ...JSON.parse(fs.readFileSync(file, 'utf8')), ...change }),
  );
}

describe('openCapture', function () {
  this.timeout(process.env['TEST_LONG'] ? 300_000 : 20_000);
  it('opens what was finished as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const feed = new StoredFeed(folder);
        play(feed, steps);
        feed.disconnect();
        const before = contentOf(feed.capture);
        const { frames, wireBytes } = feed.capture;
        feed.finish();
        const { capture, repaired } = await openStored(feed.folder);
        assert.deepEqual(contentOf(capture), before);
        assert.equal(repaired, '');
        assert.deepEqual([capture.frames, capture.wireBytes], [frames, wireBytes]);
        capture.close();
      }),
      { numRuns: 60 },
    );
  });

  it('opens what was written before the process was killed, and says so, each time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const feed = new StoredFeed(folder);
        play(feed, steps);
        const before = contentOf(feed.capture);
        feed.kill();
        const first = await readAll(feed.folder);
        assert.deepEqual(first.content, before);
        assert.match(first.repaired, /not finished/);
        assert.deepEqual(await readAll(feed.folder), first);
      }),
      { numRuns: 60 },
    );
  });

  it('reads a whole page back after another process has closed it', async () => {
    const feed = new StoredFeed(folder).connect();
    for (let row = 0; row < 2 * pageRows + 3; row++) feed.text('in', `${row}`);
    feed.finish();
    const { capture } = await openStored(feed.folder);
    assert.equal(capture.total, 2 * pageRows + 3);
    for (const row of [0, pageRows - 1, pageRows, 2 * pageRows, 2 * pageRows + 2]) {
      assert.equal(Buffer.from(capture.bytes(row, 'payload', 0, 99).bytes).toString(), `${row}`);
    }
    capture.close();
  });

  describe('of files with a torn tail', () => {
    it('finds every frame although the index ends anywhere', async () => {
      const { feed, content } = torn();
      const rows = fs.readFileSync(path.join(feed.folder, 'rows'));
      const copy = path.join(folder, 'torn index');
      for (let size = 0; size < rows.length; size += size % 40 === 0 ? 1 : 13) {
        fs.cpSync(feed.folder, copy, { recursive: true });
        fs.truncateSync(path.join(copy, 'rows'), size);
        const after = await readAll(copy, false);
        const sorted = (list: unknown[]) => list.map(withoutMessage).toSorted();
        assert.deepEqual(sorted(after.content), sorted(content), `cut at ${size}`);
        assert.deepEqual(await readAll(copy, false), after, 'repaired for good');
        const kept = Math.floor(size / bytesPerRow);
        assert.deepEqual(
          after.content.slice(0, kept).map(withoutMessage),
          content.slice(0, kept).map(withoutMessage),
        );
        fs.rmSync(copy, { recursive: true });
      }
    });

    it('cuts at the last whole frame wherever the bytes end', async () => {
      const { feed, content } = torn();
      const copy = path.join(folder, 'torn bytes');
      for (const name of ['in.bytes', 'out.bytes'] as const) {
        const way = name === 'in.bytes' ? 'in' : 'out';
        const { length } = fs.readFileSync(path.join(feed.folder, name));
        for (let size = 0; size < length; size++) {
          fs.cpSync(feed.folder, copy, { recursive: true });
          fs.truncateSync(path.join(copy, name), size);
          const { capture, repaired } = await openStored(copy);
          assert.match(repaired, /not finished/);
          const frames = contentOf(capture, { times: false }).flatMap(frameOf);
          const expected = content
            .flatMap(frameOf)
            .filter(({ direction: d, end }) => d !== way || end <= size);
          const sorted = (list: Frame[]) => list.map((one) => JSON.stringify(one)).toSorted();
          assert.deepEqual(sorted(frames), sorted(expected), `${name} cut at ${size}`);
          capture.close();
          fs.rmSync(copy, { recursive: true });
        }
      }
    });

    it('keeps status rows of which the index knows nothing', async () => {
      const { feed } = torn();
      fs.truncateSync(path.join(feed.folder, 'rows'), 0);
      const { capture } = await openStored(feed.folder);
      const texts = Array.from({ length: capture.total }, (_, row) => capture.status(row)?.text);
      assert.deepEqual(
        texts.filter((text) => text !== undefined),
        ['Connecting', 'between'],
      );
      capture.close();
    });
  });

  describe('of a damaged index', () => {
    const rows = 2 * pageRows + 50;

    function damaged(page: number): Promise<OpenedCapture> {
      const feed = new StoredFeed(folder).connect();
      for (let row = 0; row < rows; row++) feed.text('in', `${row}`);
      feed.finish();
      const file = path.join(feed.folder, 'rows');
      const bytes = fs.readFileSync(file);
      bytes[page * pageRows * bytesPerRow + 7 * bytesPerRow + 3]! ^= 0x40;
      fs.writeFileSync(file, bytes);
      return openStored(feed.folder);
    }

    for (const page of [0, 1, 2]) {
      it(`decodes all again from page ${page} on, and says so`, async () => {
        const { capture, repaired } = await damaged(page);
        assert.deepEqual(capture.frames, { in: rows, out: 0 });
        for (let row = 0; row < rows; row += 7) {
          assert.equal(Buffer.from(capture.bytes(row, 'payload', 0, 9).bytes).toString(), `${row}`);
        }
        capture.close();
        assert.match(repaired, new RegExp(`damaged from row ${page * pageRows + 1} on`));
      });
    }
  });

  describe('of a folder that is no capture', () => {
    const cases: [what: string, change: (folder: string) => void, message: RegExp][] = [
      ['without capture.json', (f) => fs.rmSync(path.join(f, headFile)), /no capture\.json/],
      ['with an empty one', (f) => fs.truncateSync(path.join(f, headFile), 0), /is empty/],
      ['with half of one', (f) => fs.truncateSync(path.join(f, headFile), 30), /is not that of/],
      ['of a newer version', (f) => rewriteHead(f, { version: 99 }), /version 99.*Update/],
      ['of another format', (f) => rewriteHead(f, { format: 'x' }), /is not that of/],
    ];
    for (const [what, change, message] of cases) {
      it(`refuses one ${what} with one sentence`, async () => {
        const target = broken(change);
        await assert.rejects(openStored(target), { name: 'CaptureFormatError', message });
      });
    }

    it('opens one whose other files are of zero bytes', async () => {
      const target = broken((f) => {
        for (const name of fs.readdirSync(f)) {
          if (name !== headFile) fs.truncateSync(path.join(f, name), 0);
        }
      });
      const { capture } = await openStored(target);
      assert.equal(capture.total, 0);
      capture.close();
    });

    it('opens one whose journal is not readable', async () => {
      const target = broken((f) => fs.writeFileSync(path.join(f, journalFile), 'noise\n{"\n'));
      const { capture } = await openStored(target);
      assert.equal(capture.frames.in, 1);
      capture.close();
    });
  });

  it('opens one whatever has become of its files, loses no byte, and gives the same again', async () => {
    const names = fc.constantFrom(
      ...([
        'rows',
        'journal',
        'in.bytes',
        'out.bytes',
        'in.inflated',
        'in.inflated.index',
      ] as const),
    );
    const damage = fc.oneof(
      fc.record({
        kind: fc.constant('change' as const),
        name: names,
        at: fc.nat(),
        to: fc.nat(255),
      }),
      fc.record({ kind: fc.constant('cut' as const), name: names, at: fc.nat() }),
      fc.record({ kind: fc.constant('zeros' as const), name: names, at: fc.nat() }),
    );
    const feed = new StoredFeed(folder).status('Connecting').connect(true);
    feed
      .text('in', 'Hel', { fin: false })
      .text('out', 'to the server')
      .text('in', 'lo', { opcode: 0 });
    feed.frame('in', { opcode: 1, rsv: 4, payload: Buffer.of(0xf2, 0x48, 0xcd, 0x01, 0x00) });
    const row = feed.capture.total - 1;
    feed.capture.keepInflated(row, { bytes: Buffer.from('Hey'), length: 3, problem: undefined });
    feed.disconnect().connect().text('in', 'again').status('end').disconnect().finish();
    const copy = path.join(folder, 'damaged');
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        fs.rmSync(copy, { recursive: true, force: true });
        fs.cpSync(feed.folder, copy, { recursive: true });
        for (const one of damages) {
          const file = path.join(copy, one.name);
          const bytes = fs.readFileSync(file);
          const at = one.at % (bytes.length + 1);
          if (one.kind === 'change') bytes.fill(one.to, at, Math.min(at + 1, bytes.length));
          if (one.kind === 'zeros') bytes.fill(0, at);
          fs.writeFileSync(file, one.kind === 'cut' ? bytes.subarray(0, at) : bytes);
        }
        const wireBytes = () =>
          ['in.bytes', 'out.bytes'].map((name) => fs.readFileSync(path.join(copy, name), 'latin1'));
        const before = wireBytes();
        const first = await readAll(copy);
        assert.deepEqual(wireBytes(), before, 'no byte of it went');
        assert.deepEqual(await readAll(copy), first);
      }),
      { numRuns: process.env['TEST_LONG'] ? 5_000 : 200 },
    );
  });

  describe('of a large capture', () => {
    const rows = 20 * pageRows;

    function large(): StoredFeed {
      const feed = new StoredFeed(folder).connect();
      const frames = Buffer.concat(Array.from({ length: 1024 }, () => encodeFrame({ opcode: 1 })));
      for (let row = 0; row < rows; row += 1024) feed.push('in', frames);
      return feed;
    }

    /** How many turns others had while a capture was opened. */
    async function turnsOfOthers(target: string): Promise<number> {
      let turns = 0;
      let done = false;
      const turn = () => {
        turns++;
        if (!done) setImmediate(turn);
      };
      setImmediate(turn);
      const { capture } = await openStored(target);
      done = true;
      assert.equal(capture.total, rows);
      capture.close();
      return turns;
    }

    it('lets others go on while its index is checked, rows are replayed or decoded', async () => {
      const feed = large().finish();
      const checked = await turnsOfOthers(feed.folder);
      assert.ok(checked > 1, `${checked} turns`);
      const unfinished = large().kill();
      fs.rmSync(path.join(unfinished.folder, journalFile));
      const replayed = await turnsOfOthers(unfinished.folder);
      assert.ok(replayed > 3, `${replayed} turns`);
      fs.truncateSync(path.join(feed.folder, 'rows'));
      const decoded = await turnsOfOthers(feed.folder);
      assert.ok(decoded > 2, `${decoded} turns`);
    });

    it('can be given up, and is repaired the next time', async () => {
      const feed = large().kill();
      fs.truncateSync(path.join(feed.folder, 'rows'), 0);
      const stop = new AbortController();
      const opening = openStored(feed.folder, { signal: stop.signal });
      const reading = fs.promises.stat(path.join(feed.folder, 'in.bytes'));
      await reading;
      stop.abort(new Error('no longer wanted'));
      await assert.rejects(opening, /no longer wanted/);
      const { capture, repaired } = await openStored(feed.folder);
      assert.equal(capture.total, rows);
      assert.match(repaired, /rows were read again/);
      capture.close();
    });
  });

  it('says in the files who repairs them, so that no other process does so too', async () => {
    const { feed } = torn();
    rewriteHead(feed.folder, { owner: { pid: 1, born: 'long ago' } });
    const { capture } = await openStored(feed.folder);
    const { owner, finished } = readHeadFile(feed.folder);
    assert.deepEqual([owner, finished], [thisOwner(), true]);
    capture.close();
  });

  it('shows a capture that is still being written, and changes none of its files', async () => {
    const feed = new StoredFeed(folder).connect().text('in', 'a').text('out', 'b');
    feed.storage.writeNow();
    feed.push('in', encodeFrame({ opcode: 1, payload: Buffer.from('half') }).subarray(0, 4));
    feed.storage.writeNow();
    const list = () =>
      fs
        .readdirSync(feed.folder)
        .map((name) => [name, fs.readFileSync(path.join(feed.folder, name), 'latin1')]);
    const before = list();
    const { capture, repaired } = await openStored(feed.folder, { beingWritten: true });
    assert.equal(capture.total, 2);
    assert.match(repaired, /still being written/);
    assert.deepEqual(list(), before);
    capture.close();
    feed.finish();
  });
});

interface Row {
  readonly frame: { direction: Direction; position: number; headerLength: number } | undefined;
  readonly status: unknown;
  readonly bytes: string;
}

interface Frame {
  readonly direction: Direction;
  readonly end: number;
  readonly bytes: string;
}

function frameOf(row: unknown): Frame[] {
  const { frame, bytes } = row as Row;
  if (!frame) return [];
  return [{ direction: frame.direction, end: frame.position + bytes.length, bytes }];
}

/** Rows may come in another order, so that which rows belong to a message is told in other numbers. */
function withoutMessage(row: unknown): string {
  const { frame, status, bytes } = row as Row;
  return JSON.stringify([frame && { ...frame, message: undefined }, status, bytes]);
}
