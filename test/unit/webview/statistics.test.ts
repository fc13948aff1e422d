import assert from 'node:assert/strict';
import {
  compressionFigures,
  gapClassName,
  gapCounts,
  gapFigures,
  kindCounts,
  sizeClassName,
  sizeCounts,
  trafficFigures,
} from '../../../src/webview/statistics';
import { frameRow } from '../../support/panelFixture';
import { summaryOfRows } from '../../support/summaryOfRows';

const rows = [
  frameRow({ size: 5, timeUs: 0 }),
  frameRow({ size: 6, timeUs: 100 }),
  frameRow({ size: 1500, timeUs: 2_000_000, opcode: 2, rsv1: true }),
  frameRow({ size: 0, timeUs: 2_000_000, opcode: 9, direction: 'out' }),
];
const summary = summaryOfRows(rows, rows.length, 100);
const nothing = summaryOfRows([], 0, 100);

describe('statistics', () => {
  it('tell how much crossed the wire', () => {
    assert.deepEqual(trafficFigures(summary), [
      { name: 'Frames', out: '1', in: '3' },
      { name: 'Bytes on the wire', out: '2 B', in: '1.52 kB' },
      { name: 'Frames in the last second', out: '1', in: '1' },
      { name: 'Bytes in the last second', out: '2 B', in: '1.50 kB' },
      { name: 'Average frames a second', out: '0.50', in: '1.50' },
      { name: 'Average bytes a second', out: '1 B', in: '759 B' },
    ]);
  });

  it('count kinds, sizes and times between frames, without empty classes at the ends', () => {
    assert.deepEqual(kindCounts(summary), [
      { name: 'Text', out: 0, in: 2 },
      { name: 'Binary', out: 0, in: 1 },
      { name: 'Ping', out: 1, in: 0 },
    ]);
    const sizes = sizeCounts(summary);
    assert.deepEqual(sizes[0], { name: '0 B', out: 1, in: 0 });
    assert.deepEqual(sizes[3], { name: '4–7 B', out: 0, in: 2 });
    assert.deepEqual(sizes.at(-1), { name: '1–2 KiB', out: 0, in: 1 });
    const gaps = gapCounts(summary);
    assert.deepEqual(gaps[0], { name: '64–128 µs', out: 0, in: 1 });
    assert.deepEqual(gaps.at(-1), { name: '1.05 s – 2.10 s', out: 0, in: 1 });
    assert.deepEqual(gapFigures(summary)[3], { name: 'Longest', out: '–', in: '2.00 s' });
  });

  it('say what compression saves, if there is any', () => {
    assert.deepEqual(compressionFigures(summary), [
      { name: 'Compressed, on the wire', out: '–', in: '1.50 kB' },
      { name: 'Inflated', out: '–', in: '6.00 kB' },
      { name: 'Ratio', out: '–', in: '4.00 : 1' },
    ]);
    assert.deepEqual(compressionFigures(nothing), []);
  });

  it('have nothing to count where nothing crossed', () => {
    assert.deepEqual([kindCounts(nothing), sizeCounts(nothing), gapCounts(nothing)], [[], [], []]);
    assert.equal(trafficFigures(nothing)[4]?.in, '–');
  });

  it('name classes by their limits', () => {
    assert.deepEqual([0, 1, 2, 10, 11, 20, 21].map(sizeClassName), [
      '0 B',
      '1 B',
      '2–3 B',
      '512–1,023 B',
      '1–2 KiB',
      '512–1,024 KiB',
      '1–2 MiB',
    ]);
    assert.deepEqual([0, 1, 10].map(gapClassName), ['under 1 µs', '1–2 µs', '512 µs – 1.02 ms']);
  });
});
