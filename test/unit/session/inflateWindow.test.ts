import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { InflateWindow } from '../../../src/session/inflateWindow';

describe('InflateWindow', () => {
  it('has the end of all that was added since it was cleared', () => {
    const step = fc.oneof(
      { weight: 9, arbitrary: fc.uint8Array({ maxLength: 900 }) },
      { weight: 1, arbitrary: fc.constant('clear' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const window = new InflateWindow(8);
        let all = Buffer.alloc(0);
        for (const one of steps) {
          if (one === 'clear') {
            window.clear();
            all = Buffer.alloc(0);
          } else {
            window.add(one);
            all = Buffer.concat([all, one]);
          }
          assert.deepEqual(Buffer.from(window.dictionary), all.subarray(-256));
        }
      }),
    );
  });
});
