import assert from 'node:assert/strict';
import { applyMask } from '../../../src/wire/masking';

describe('masking', () => {
  it('unmasks and masks the example of RFC 6455 §5.7', () => {
    const bytes = Buffer.from('7f9f4d5158', 'hex');
    applyMask(bytes, 0x37fa213d);
    assert.equal(bytes.toString(), 'Hello');
    applyMask(bytes, 0x37fa213d);
    assert.equal(bytes.toString('hex'), '7f9f4d5158');
  });

  it('goes on anywhere in the payload', () => {
    const whole = Buffer.from('7f9f4d5158', 'hex');
    for (let offset = 0; offset <= whole.length; offset++) {
      const rest = Buffer.from(whole.subarray(offset));
      applyMask(rest, 0x37fa213d, offset);
      assert.equal(rest.toString(), 'Hello'.slice(offset));
    }
  });
});
