import assert from 'node:assert/strict';
import { bundleLimits, bundleSize } from '../support/bundleSizes';

describe('what ships', () => {
  for (const name of ['host', 'panel', 'checker', 'checkPanel'] as const) {
    const { atStart: mostAtStart, whole: mostWhole } = bundleLimits[name];
    it(`loads at most ${mostAtStart} bytes of ${name} at its start, of ${mostWhole} in all`, async () => {
      const { atStart, whole } = await bundleSize(name);
      assert.ok(atStart <= mostAtStart, `${atStart} bytes at the start`);
      assert.ok(whole <= mostWhole, `${whole} bytes in all`);
      assert.ok(atStart > mostAtStart / 10, 'nothing was bundled');
    });
  }

  it('loads later what a panel needs later, and nothing else', async () => {
    const { atStart, whole } = await bundleSize('panel');
    assert.ok(whole - atStart > 30_000, `${whole - atStart} bytes are loaded later`);
    const host = await bundleSize('host');
    assert.equal(host.atStart, host.whole);
  });
});
