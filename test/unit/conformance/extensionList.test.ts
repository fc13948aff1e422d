import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readExtensions } from '../../../src/conformance/extensionList';

describe('extensionList', () => {
  it('reads extensions with their parameters (RFC 6455 §9.1)', () => {
    assert.deepEqual(readExtensions('foo, permessage-deflate; a; b=10 ;c="12"'), [
      { name: 'foo', parameters: [] },
      {
        name: 'permessage-deflate',
        parameters: [
          { name: 'a', value: undefined },
          { name: 'b', value: '10' },
          { name: 'c', value: '12' },
        ],
      },
    ]);
  });

  it('reads nothing out of nothing', () => {
    assert.deepEqual(readExtensions(''), []);
    assert.deepEqual(readExtensions(' , '), []);
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (value) => Array.isArray(readExtensions(value))));
  });
});
