import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import fs from 'node:fs';
import path from 'node:path';
import { headFile, journalFile } from '../../../src/capture/captureFormat';
import { pageRows } from '../../../src/capture/frameColumns';
import { bytesPerRow } from '../../../src/capture/rowRecord';
import { openCapture, type OpenedCapture } from '../../../src/capture/openCapture';
import type { Direction } from '../../../src/wire/direction';
import { Opcode } from '../../../src/wire/opcode';
import { encodeFrame } from '../../support/encodeFrame';
import { contentOf, StoredFeed } from './support/storedFeed';
import { temporaryFolder } from './support/temporaryFolder';

const folder = temporaryFolder();

function open(target: string, { beingWritten = false, memoryLimit = 1e9 } = {}): OpenedCapture {
  return openCapture(target, { memoryLimit, beingWritten, onChange: () => {} });
}

/** Opens, takes the content, lets the files go. */
function readAll(target: string, times = true): { content: unknown[]; repaired: string } {
  const { capture, repaired } = open(target);
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
  this.timeout(20_000);
  it('opens what was finished as it was', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const feed = new StoredFeed(folder);
        play(feed, steps);
        feed.disconnect();
        const before = contentOf(feed.capture);
        const { frames, wireBytes } = feed.capture;
        feed.finish();
        const { capture, repaired } = open(feed.folder);
        assert.deepEqual(contentOf(capture), before);
        assert.equal(repaired, '');
        assert.deepEqual([capture.frames, capture.wireBytes], [frames, wireBytes]);
        capture.close();
      }),
      { numRuns: 60 },
    );
  });

  it('opens what was written before the process was killed, and says so, each time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const feed = new StoredFeed(folder);
        play(feed, steps);
        const before = contentOf(feed.capture);
        feed.kill();
        const first = readAll(feed.folder);
        assert.deepEqual(first.content, before);
        assert.match(first.repaired, /not finished/);
        assert.deepEqual(readAll(feed.folder), first);
      }),
      { numRuns: 60 },
    );
  });

  it('reads a whole page back after another process has closed it', () => {
    const feed = new StoredFeed(folder).connect();
    for (let row = 0; row < 2 * pageRows + 3; row++) feed.text('in', `${row}`);
    feed.finish();
    const { capture } = open(feed.folder);
    assert.equal(capture.total, 2 * pageRows + 3);
    for (const row of [0, pageRows - 1, pageRows, 2 * pageRows, 2 * pageRows + 2]) {
      assert.equal(Buffer.from(capture.bytes(row, 'payload', 0, 99).bytes).toString(), `${row}`);
    }
    capture.close();
  });

  describe('of files with a torn tail', () => {
    it('finds every frame although the index ends anywhere', () => {
      const { feed, content } = torn();
      const rows = fs.readFileSync(path.join(feed.folder, 'rows'));
      const copy = path.join(folder, 'torn index');
      for (let size = 0; size < rows.length; size += size % 40 === 0 ? 1 : 13) {
        fs.cpSync(feed.folder, copy, { recursive: true });
        fs.truncateSync(path.join(copy, 'rows'), size);
        const after = readAll(copy, false);
        const sorted = (list: unknown[]) => list.map(withoutMessage).toSorted();
        assert.deepEqual(sorted(after.content), sorted(content), `cut at ${size}`);
        assert.deepEqual(readAll(copy, false), after, 'repaired for good');
        const kept = Math.floor(size / bytesPerRow);
        assert.deepEqual(
          after.content.slice(0, kept).map(withoutMessage),
          content.slice(0, kept).map(withoutMessage),
        );
        fs.rmSync(copy, { recursive: true });
      }
    });

    it('cuts at the last whole frame wherever the bytes end', () => {
      const { feed, content } = torn();
      const copy = path.join(folder, 'torn bytes');
      for (const name of ['in.bytes', 'out.bytes'] as const) {
        const way = name === 'in.bytes' ? 'in' : 'out';
        const { length } = fs.readFileSync(path.join(feed.folder, name));
        for (let size = 0; size < length; size++) {
          fs.cpSync(feed.folder, copy, { recursive: true });
          fs.truncateSync(path.join(copy, name), size);
          const { capture, repaired } = open(copy);
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

    it('keeps status rows of which the index knows nothing', () => {
      const { feed } = torn();
      fs.truncateSync(path.join(feed.folder, 'rows'), 0);
      const { capture } = open(feed.folder);
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

    function damaged(page: number): OpenedCapture {
      const feed = new StoredFeed(folder).connect();
      for (let row = 0; row < rows; row++) feed.text('in', `${row}`);
      feed.finish();
      const file = path.join(feed.folder, 'rows');
      const bytes = fs.readFileSync(file);
      bytes[page * pageRows * bytesPerRow + 7 * bytesPerRow + 3]! ^= 0x40;
      fs.writeFileSync(file, bytes);
      return open(feed.folder);
    }

    for (const page of [0, 1, 2]) {
      it(`decodes all again from page ${page} on, and says so`, () => {
        const { capture, repaired } = damaged(page);
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
      it(`refuses one ${what} with one sentence`, () => {
        const target = broken(change);
        assert.throws(() => open(target), { name: 'CaptureFormatError', message });
      });
    }

    it('opens one whose other files are of zero bytes', () => {
      const target = broken((f) => {
        for (const name of fs.readdirSync(f)) {
          if (name !== headFile) fs.truncateSync(path.join(f, name), 0);
        }
      });
      const { capture } = open(target);
      assert.equal(capture.total, 0);
      capture.close();
    });

    it('opens one whose journal is not readable', () => {
      const target = broken((f) => fs.writeFileSync(path.join(f, journalFile), 'noise\n{"\n'));
      const { capture } = open(target);
      assert.equal(capture.frames.in, 1);
      capture.close();
    });
  });

  it('shows a capture that is still being written, and changes none of its files', () => {
    const feed = new StoredFeed(folder).connect().text('in', 'a').text('out', 'b');
    feed.storage.writeNow();
    feed.push('in', encodeFrame({ opcode: 1, payload: Buffer.from('half') }).subarray(0, 4));
    feed.storage.writeNow();
    const list = () =>
      fs
        .readdirSync(feed.folder)
        .map((name) => [name, fs.readFileSync(path.join(feed.folder, name), 'latin1')]);
    const before = list();
    const { capture, repaired } = open(feed.folder, { beingWritten: true });
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
