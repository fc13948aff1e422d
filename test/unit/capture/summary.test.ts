import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import type { Capture } from '../../../src/capture/capture';
import { classOf } from '../../../src/capture/powerHistogram';
import type { Direction } from '../../../src/wire/direction';
import { opcodeOf } from '../../../src/wire/frameBits';
import { Opcode } from '../../../src/wire/opcode';
import { CaptureFeed } from './support/captureFeed';
import { openStored } from './support/openStored';
import { StoredFeed } from './support/storedFeed';

type Step =
  | { readonly kind: 'status' }
  | { readonly kind: 'frame'; direction: Direction; binary: boolean; size: number; wait: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: 'status' as const }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('frame' as const),
      direction: fc.constantFrom('in' as const, 'out' as const),
      binary: fc.boolean(),
      size: fc.oneof(fc.nat(4), fc.nat(3000)),
      wait: fc.nat(5000),
    }),
  },
);

/** The same totals by looking at every row of the capture. */
function naive(capture: Capture, direction: Direction) {
  const kinds = Array.from({ length: 16 }, () => 0);
  const sizes = Array.from({ length: 65 }, () => 0);
  const gaps: number[] = [];
  let bytes = 0;
  let last: number | undefined;
  for (let row = 0; row < capture.total; row++) {
    const frame = capture.frame(row);
    if (!frame) last = undefined;
    if (frame?.direction !== direction) continue;
    const opcode = opcodeOf(frame.firstByte);
    kinds[opcode] = (kinds[opcode] ?? 0) + 1;
    const size = classOf(frame.payloadReceived);
    sizes[size] = (sizes[size] ?? 0) + 1;
    bytes += frame.headerLength + frame.payloadReceived;
    if (last !== undefined) gaps.push(capture.timeUs(row) - last);
    last = capture.timeUs(row);
  }
  const [min, max] = [Math.min(...gaps), Math.max(...gaps)];
  return { kinds, sizes, bytes, gaps: gaps.length, min, max };
}

function counted({ summary }: Capture, direction: Direction) {
  const { kinds, sizes, bytes, gaps } = summary.totals[direction];
  return {
    kinds: [...kinds],
    sizes: [...sizes.counts],
    bytes,
    gaps: gaps.counts.reduce((sum, count) => sum + count, 0),
    min: gaps.min ?? Infinity,
    max: gaps.max ?? -Infinity,
  };
}

describe('the summary of a capture', () => {
  let folder: string;
  let now: number;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'summary-'));
    now = 1000;
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function feed(steps: readonly Step[]): StoredFeed {
    now = 1000;
    const fed = new StoredFeed(folder, { clock: () => now }).connect();
    for (const one of steps) {
      if (one.kind === 'status') {
        fed.status('something happened');
        continue;
      }
      now += one.wait;
      const opcode = one.binary ? Opcode.binary : Opcode.text;
      fed.frame(one.direction, { opcode, payload: Buffer.alloc(one.size, 'x') });
    }
    return fed;
  }

  it('counts what looking at every row gives', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { capture } = feed(steps).finish();
        assert.equal(capture.summarize(Infinity), true);
        assert.equal(capture.summary.rows, capture.total);
        for (const direction of ['in', 'out'] as const) {
          assert.deepEqual(counted(capture, direction), naive(capture, direction));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('counts a stored capture in slices, to the same result', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        async (steps, slice) => {
          const fed = feed(steps).finish();
          fed.capture.summarize(Infinity);
          const { capture: opened } = await openStored(fed.folder);
          assert.equal(opened.summary.rows, 0);
          let slices = 1;
          while (!opened.summarize(slice)) slices++;
          assert.equal(slices, Math.ceil(opened.total / slice));
          for (const direction of ['in', 'out'] as const) {
            assert.deepEqual(counted(opened, direction), counted(fed.capture, direction));
          }
          assert.deepEqual(opened.summary.buckets, fed.capture.summary.buckets);
          opened.close();
        },
      ),
      { numRuns: 20 },
    );
  });

  it('counts rows before they go', () => {
    const fed = new CaptureFeed().connect();
    for (let row = 0; row < 100; row++) fed.text('in', 'row');
    fed.memory.limit = 1;
    assert.equal(fed.capture.first, 99);
    assert.equal(fed.capture.summarize(1), true);
    assert.equal(fed.capture.summary.totals.in.kinds[Opcode.text], 100);
  });

  it('knows what compressed messages took on the wire and hold', async () => {
    const fed = new StoredFeed(folder).connect(true);
    for (const row of [0, 1, 2]) {
      fed.text('in', 'tiny', { rsv: 0b100 });
      fed.capture.keepInflated(row, { bytes: Buffer.alloc(100), length: 100, problem: undefined });
    }
    fed.text('in', 'not compressed');
    fed.capture.keepInflated(3, { bytes: Buffer.alloc(7), length: undefined, problem: 'bad' });
    const { capture } = fed.finish();
    capture.summarize(Infinity);
    const { compressed, inflated } = capture.summary.totals.in;
    assert.deepEqual([compressed, inflated], [12, 307]);
    const { capture: opened } = await openStored(fed.folder);
    while (!opened.summarize(2));
    assert.equal(opened.summary.totals.in.compressed, 12);
    assert.equal(opened.summary.totals.in.inflated, 307);
    opened.close();
  });
});
