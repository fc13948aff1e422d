import assert from 'node:assert/strict';
import { byteReadout } from '../../../src/webview/byteReadout';

const frame = { firstPosition: 0x1000, headerLength: 2, selected: undefined };

describe('byteReadout', () => {
  it('says where a byte stands and what it is', () => {
    assert.equal(
      byteReadout({ ...frame, cursor: 2, value: 0x41 }),
      '0x1002 (4,098) · byte 1 of the payload · 0x41 = 65 = 0100 0001 “A”',
    );
    assert.equal(
      byteReadout({ ...frame, cursor: 1, value: 0x81 }),
      '0x1001 (4,097) · byte 2 of the header · 0x81 = 129 = 1000 0001',
    );
  });

  it('says only where a byte stands that has not been read', () => {
    assert.equal(
      byteReadout({ ...frame, cursor: 0, value: undefined, headerLength: 0 }),
      '0x1000 (4,096)',
    );
  });

  it('says how many bytes are selected, from which to which', () => {
    assert.equal(
      byteReadout({ ...frame, cursor: 9, value: 0, selected: { from: 4, to: 10 } }),
      '6 bytes selected, 0x1004 to 0x1009',
    );
  });
});
