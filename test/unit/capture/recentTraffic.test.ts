import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { RecentTraffic } from '../../../src/capture/recentTraffic';

const slotUs = 62_500;

describe('recent traffic', () => {
  it('is what a naive count over the last sixteen slots gives', () => {
    const gaps = fc.array(fc.nat(400_000), { maxLength: 80 });
    fc.assert(
      fc.property(gaps, fc.nat(2_000_000), (waits, later) => {
        const recent = new RecentTraffic();
        let now = 0;
        const times = waits.map((wait) => (now += wait));
        times.forEach((time, at) => recent.add(time, at));
        const end = Math.floor((now + later) / slotUs);
        const counted = times
          .map((time, at) => ({ slot: Math.floor(time / slotUs), at }))
          .filter(({ slot }) => slot > end - 16 && slot <= end);
        assert.deepEqual(recent.until(now + later), {
          frames: counted.length,
          bytes: counted.reduce((sum, { at }) => sum + at, 0),
        });
      }),
    );
  });
});
