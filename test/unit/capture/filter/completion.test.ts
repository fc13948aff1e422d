import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { completeFilter } from '../../../../src/capture/filter/completion';
import { parseFilter } from '../../../../src/capture/filter/parser';
import { anyFilterText } from './arbitraries';

/** Suggestions at the "|" of a text, and the text with the first of them taken. */
function complete(marked: string): { texts: string[]; taken: string | undefined } {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, suggestions } = completeFilter(text, caret);
  const texts = suggestions.map((suggestion) => suggestion.text);
  const taken = texts[0] && `${text.slice(0, from)}${texts[0]}${text.slice(to)}`;
  return { texts, taken };
}

describe('completeFilter', () => {
  it('offers fields and words where nothing stands yet', () => {
    const all = ['dir:', 'op:', 'size:', 'time:', 'is:', 'has:', '$.', 'not', 'and', 'or'];
    assert.deepEqual(complete('|').texts, all);
    assert.deepEqual(complete('dir:in |').texts, all);
    assert.deepEqual(complete('(|').texts, all);
  });

  it('goes on from what is typed', () => {
    assert.deepEqual(complete('x s|'), { texts: ['size:'], taken: 'x size:' });
    assert.deepEqual(complete('O|').texts, ['op:', 'or']);
    assert.deepEqual(complete('hello|').texts, []);
  });

  it('offers the values of a field, also behind a comma', () => {
    assert.deepEqual(complete('dir:|').texts, ['in', 'out']);
    assert.deepEqual(complete('op:p|').texts, ['ping', 'pong']);
    assert.deepEqual(complete('op:text,cl|'), { texts: ['close'], taken: 'op:text,close' });
    assert.deepEqual(complete('op:te|x,ping'), { texts: ['text'], taken: 'op:text,ping' });
    assert.ok(complete('has:|').texts.includes('invalid-utf8'));
  });

  it('offers nothing inside quotes, expressions and paths, and nothing that is there in full', () => {
    for (const text of ['"di|', '/di|/', '$.a|', 'dir:in|', 'or|']) {
      assert.deepEqual(complete(text).texts, [], text);
    }
  });

  it('always replaces a part of the text that holds the caret, and every value can be read', () => {
    const anyPlace = anyFilterText.chain((text) =>
      fc.tuple(fc.constant(text), fc.nat(text.length)),
    );
    fc.assert(
      fc.property(anyPlace, ([text, caret]) => {
        const { from, to } = completeFilter(text, caret);
        assert.ok(from >= 0 && from <= caret && caret <= to && to <= text.length);
      }),
    );
    for (const field of complete('|').texts.filter((text) => text.endsWith(':'))) {
      for (const value of complete(`${field}|`).texts) {
        assert.deepEqual(parseFilter(`${field}${value}`).mistakes, [], `${field}${value}`);
      }
    }
  });
});
