import assert from 'node:assert/strict';
import { shownText } from '../../../src/conformance/shownText';

describe('shownText', () => {
  it('leaves a sentence as it is', () => {
    assert.equal(shownText('It answered "426 Grüße 漢字 😀".'), 'It answered "426 Grüße 漢字 😀".');
  });

  it('replaces what controls a terminal or the order of letters', () => {
    assert.equal(shownText('a\u001b[2Jb\r\nc\u202ed\u2028e\u0000'), 'a�[2Jb��c�d�e�');
  });

  it('cuts what is long', () => {
    assert.equal(shownText('x'.repeat(5_000)), `${'x'.repeat(300)}…`);
  });
});
