import assert from 'node:assert/strict';
import { closeCodeName, isSendableCloseCode } from '../../../src/wire/closeCode';

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('closeCode', () => {
  it('has a name for every code of the registry', () => {
    assert.equal(closeCodeName(1000), 'Normal Closure');
    assert.equal(closeCodeName(1006), 'Abnormal Closure');
    assert.equal(closeCodeName(1015), 'TLS Handshake');
    assert.equal(closeCodeName(3003), 'Forbidden');
  });

  it('says what a range is for', () => {
    assert.equal(closeCodeName(999), 'Not a close code');
    assert.equal(closeCodeName(1016), 'Reserved for the protocol');
    assert.equal(closeCodeName(2999), 'Reserved for the protocol');
    assert.equal(closeCodeName(3001), 'Reserved for libraries and frameworks');
    assert.equal(closeCodeName(4000), 'Private use');
    assert.equal(closeCodeName(5000), 'Not a close code');
  });

  it('knows which codes a close frame may carry', () => {
    const sendable = Array.from({ length: 65536 }, (_, code) => code).filter(isSendableCloseCode);
    assert.deepEqual(sendable, [...range(1000, 1003), ...range(1007, 1014), ...range(3000, 4999)]);
  });
});
