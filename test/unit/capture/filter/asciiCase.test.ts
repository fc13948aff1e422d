import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { foldAscii } from '../../../../src/capture/filter/asciiCase';

describe('foldAscii', () => {
  it('makes the letters A to Z small, and nothing else', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const expected = bytes.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
    assert.deepEqual(foldAscii(bytes), expected);
  });

  it('does so wherever the bytes lie, and however many they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(4), (bytes, from) => {
        const part = bytes.subarray(from);
        const before = part.slice();
        const expected = part.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
        assert.deepEqual(foldAscii(part), expected);
        assert.deepEqual(part, before);
      }),
    );
  });
});
