import assert from 'node:assert/strict';
import { nowUs } from '../../../src/session/clock';

describe('nowUs', () => {
  it('gives the whole microseconds of the clock that all processes share', () => {
    const before = process.hrtime.bigint() / 1000n;
    const now = nowUs();
    const after = process.hrtime.bigint() / 1000n;
    assert.ok(Number.isInteger(now));
    assert.ok(before <= BigInt(now) && BigInt(now) <= after);
  });
});
