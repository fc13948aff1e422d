import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { prettyJson } from '../../../src/webview/jsonText';

describe('prettyJson', () => {
  it('leaves every number as it was sent', () => {
    const text = '[12345678901234567890,1.10,1e-400,-0,0.1e+05]';
    assert.equal(
      prettyJson(text),
      '[\n  12345678901234567890,\n  1.10,\n  1e-400,\n  -0,\n  0.1e+05\n]',
    );
  });

  it('changes white space only, outside of strings', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const pretty = prettyJson(text);
        if (pretty === undefined) return;
        assert.deepEqual(JSON.parse(pretty), JSON.parse(text));
      }),
    );
  });

  it('indents as JSON.stringify does, whatever white space there was', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(5), (value, space) => {
        assert.equal(
          prettyJson(JSON.stringify(value, null, space)),
          JSON.stringify(value, null, 2),
        );
      }),
    );
  });

  it('leaves marks and escapes inside strings alone', () => {
    const text = String.raw`["{\\","\"]",""]`;
    assert.equal(prettyJson(text), String.raw`[|  "{\\",|  "\"]",|  ""|]`.replaceAll('|', '\n'));
  });

  it('is not for nesting so deep that indenting it would take all memory', () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    assert.equal(prettyJson(deep), undefined);
  });

  it('is not for lone values, nor for what is no JSON', () => {
    for (const text of ['12', '"x"', 'true', '{', '[1,]', '{"a":1} x', '']) {
      assert.equal(prettyJson(text), undefined, text);
    }
  });

  it('bears nesting that would exhaust the stack', () => {
    const deep = '['.repeat(100_000);
    assert.equal(prettyJson(deep), undefined);
  });
});
