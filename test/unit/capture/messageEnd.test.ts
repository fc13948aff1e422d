import assert from 'node:assert/strict';
import { isMessageEnd } from '../../../src/capture/messageEnd';
import { frameBits } from '../../../src/capture/rowBits';
import { findingBit } from '../../../src/wire/finding';

describe('isMessageEnd', () => {
  const first = frameBits('in', 0x01, 2, 7, false);

  it('is true for a frame with FIN, and for one that the stream ended in', () => {
    assert.equal(isMessageEnd(first, 0), false);
    assert.equal(isMessageEnd(first, findingBit('truncated')), true);
    assert.equal(isMessageEnd(frameBits('in', 0x80, 2, 7, false), 0), true);
  });

  it('is false for a frame in which something else was found', () => {
    assert.equal(isMessageEnd(first, findingBit('data-frame-inside-message')), false);
  });
});
