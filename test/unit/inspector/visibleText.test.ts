import assert from 'node:assert/strict';
import { visibleText } from '../../../src/inspector/visibleText';

describe('visibleText', () => {
  it('leaves printable text alone', () => {
    assert.equal(visibleText('Grüße, 世界 😀 {"a": 1}'), 'Grüße, 世界 😀 {"a": 1}');
  });

  it('shows control characters', () => {
    assert.equal(visibleText('a\tb\r\nc\0\u007f'), 'a␉b␍␊c␀␡');
    assert.equal(visibleText('\u0085\u2028'), '<U+0085><U+2028>');
  });

  it('shows what would turn the direction of the text', () => {
    assert.equal(visibleText('abc\u202egnp.exe'), 'abc<U+202E>gnp.exe');
    assert.equal(visibleText('\u2067x\u2069'), '<U+2067>x<U+2069>');
  });
});
