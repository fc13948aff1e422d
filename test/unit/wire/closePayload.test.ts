import assert from 'node:assert/strict';
import { readClosePayload, writeClosePayload } from '../../../src/wire/closePayload';

describe('closePayload', () => {
  it('reads code and reason', () => {
    assert.deepEqual(readClosePayload(Buffer.from('03e8', 'hex')), { code: 1000, reason: '' });
    assert.deepEqual(readClosePayload(Buffer.from('\x0f\xa0au revoir, à bientôt', 'latin1')), {
      code: 4000,
      reason: 'au revoir, \ufffd bient\ufffdt',
    });
    assert.deepEqual(
      readClosePayload(Buffer.concat([Buffer.of(0xff, 0xff), Buffer.from('à bientôt')])),
      { code: 65535, reason: 'à bientôt' },
    );
  });

  it('has no code for a payload shorter than one', () => {
    assert.deepEqual(readClosePayload(Buffer.of()), { code: undefined, reason: '' });
    assert.deepEqual(readClosePayload(Buffer.of(3)), { code: undefined, reason: '' });
  });

  it('writes what it reads', () => {
    const reason = 'à bientôt';
    for (const code of [0, 1000, 4999, 65535]) {
      const payload = writeClosePayload(code, Buffer.from(reason));
      assert.deepEqual(readClosePayload(payload), { code, reason });
    }
    assert.equal(writeClosePayload(undefined, Buffer.from(reason)).length, 0);
  });
});
