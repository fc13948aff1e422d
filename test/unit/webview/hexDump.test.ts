import assert from 'node:assert/strict';
import { hexDump } from '../../../src/webview/hexDump';

describe('hexDump', () => {
  it('lays out positions, hex and ASCII line by line', () => {
    const bytes = Buffer.from('Hello, \u0000world\n');
    assert.deepEqual(hexDump(bytes, 8, 0x10), {
      positions: '0010\n0018',
      hex: '48 65 6c 6c 6f 2c 20 00\n77 6f 72 6c 64 0a',
      ascii: 'Hello, ·\nworld·',
    });
  });

  it('writes positions wide enough for the end of a larger dump', () => {
    assert.equal(hexDump(new Uint8Array(1), 8, 0, 0x12_3456).positions, '000000');
  });

  it('parts sixteen bytes in the middle', () => {
    const { hex } = hexDump(new Uint8Array(16), 16);
    assert.equal(hex, '00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00');
  });
});
