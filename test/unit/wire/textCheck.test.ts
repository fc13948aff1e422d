import assert from 'node:assert/strict';
import { findingsOf } from '../../../src/wire/finding';
import { TextCheck } from '../../../src/wire/textCheck';

/** The findings of each fragment of one message; the last fragment ends it. */
function codes(...fragments: Uint8Array[]): string[][] {
  const check = new TextCheck();
  check.beginMessage();
  return fragments.map((fragment, index) => {
    check.push(fragment, 0, fragment.length, 0, 0);
    return findingsOf(check.endFrame(index === fragments.length - 1)).map(({ code }) => code);
  });
}

describe('textCheck', () => {
  it('lets a character span fragments', () => {
    assert.deepEqual(codes(Buffer.of(0xe2), Buffer.of(), Buffer.of(0x82), Buffer.of(0xac)), [
      [],
      [],
      [],
      [],
    ]);
  });

  it('reports once, where the text breaks', () => {
    assert.deepEqual(codes(Buffer.of(0x41), Buffer.of(0xff), Buffer.of(0xff)), [
      [],
      ['invalid-utf8'],
      [],
    ]);
  });

  it('reports a character that the message ends inside of', () => {
    assert.deepEqual(codes(Buffer.of(0xe2), Buffer.of(0x82)), [[], ['invalid-utf8']]);
    assert.deepEqual(codes(Buffer.of(0xe2), Buffer.of()), [[], ['invalid-utf8']]);
  });
});
