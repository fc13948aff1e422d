import assert from 'node:assert/strict';
import {
  formatBytes,
  formatCount,
  formatDelta,
  formatDuration,
  formatTime,
} from '../../../src/webview/format';

describe('format', () => {
  it('writes bytes with at most three figures', () => {
    const cases: [number, string][] = [
      [0, '0 B'],
      [999, '999 B'],
      [1_000, '1.00 kB'],
      [12_345, '12.3 kB'],
      [999_499, '999 kB'],
      [999_500, '1.00 MB'],
      [268_435_456, '268 MB'],
    ];
    for (const [bytes, text] of cases) assert.equal(formatBytes(bytes), text);
  });

  it('writes counts with separators', () => {
    assert.equal(formatCount(1_203_441), '1,203,441');
  });

  it('writes times to the microsecond, and from an hour on to the millisecond', () => {
    assert.equal(formatTime(12_345_678), '12.345678');
    assert.equal(formatTime(125_000_004), '2:05.000004');
    assert.equal(formatTime(3_723_004_999), '1:02:03.004');
  });

  it('writes spans in the unit that fits', () => {
    assert.equal(formatDelta(84), '+84 µs');
    assert.equal(formatDelta(1_234), '+1.23 ms');
    assert.equal(formatDelta(999_499), '+999 ms');
    assert.equal(formatDelta(999_500), '+1.00 s');
    assert.equal(formatDelta(3_410_000), '+3.41 s');
    assert.equal(formatDelta(125_000_000), '+2:05');
  });

  it('writes durations in whole seconds', () => {
    assert.equal(formatDuration(7_999), '0:07');
    assert.equal(formatDuration(3_723_000), '1:02:03');
  });
});
