import assert from 'node:assert/strict';
import { bundleLimits, bundleSize } from '../support/bundleSizes';

describe('what ships', () => {
  for (const name of ['host', 'panel', 'checker', 'checkPanel'] as const) {
    const { most } = bundleLimits[name];
    it(`has at most ${most} bytes of ${name}, since all of it is loaded at once`, async () => {
      const size = await bundleSize(name);
      assert.ok(size <= most, `${size} bytes`);
      assert.ok(size > most / 10, 'nothing was bundled');
    });
  }
});
