import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decodeUtf8 } from '../../../src/wire/utf8Text';

describe('utf8Text', () => {
  it('decodes what TextEncoder wrote', () => {
    assert.equal(decodeUtf8(new TextEncoder().encode('aé€😀')), 'aé€😀');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(decodeUtf8(new TextEncoder().encode(text)), text);
      }),
    );
  });

  it('replaces what is not UTF-8 as TextDecoder does', () => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    for (const hex of ['ff', 'c3', 'e282', 'f09f98', 'e28241', 'eda080', 'f0808080', 'c3c3a9']) {
      const bytes = Buffer.from(hex, 'hex');
      assert.equal(decodeUtf8(bytes), decoder.decode(bytes), hex);
    }
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        assert.equal(decodeUtf8(bytes), decoder.decode(bytes));
      }),
    );
  });
});
