import assert from 'node:assert/strict';
import { assertSameBuild, hostHello, isSameBuild } from '../../../src/host/sameBuild';

describe('sameBuild', () => {
  it('knows its own build', () => {
    assert.ok(isSameBuild({ ...hostHello }));
    assertSameBuild({ ...hostHello });
  });

  it('refuses another protocol and another build with a word on what to do', () => {
    for (const other of [
      { ...hostHello, protocol: hostHello.protocol + 1 },
      { ...hostHello, build: '0.0.0' },
    ]) {
      assert.ok(!isSameBuild(other));
      assert.throws(() => assertSameBuild(other), { code: 'other-build', message: /Reload/ });
    }
  });
});
