import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { jsonTokens } from '../../../src/protocol/jsonTokens';

function kinds(text: string): string[] {
  return Array.from(
    jsonTokens(text),
    ({ kind, start, end }) => `${kind} ${text.slice(start, end)}`,
  );
}

describe('jsonTokens', () => {
  it('reads every token with its place', () => {
    assert.deepEqual(kinds(' {"a\\"": [1.5e+3,\ntrue]} '), [
      'open {',
      'value "a\\""',
      'colon :',
      'open [',
      'value 1.5e+3',
      'comma ,',
      'value true',
      'close ]',
      'close }',
    ]);
  });

  it('stops at what is no token', () => {
    for (const text of ['nope', '01', '1.', '"\n"', '"\\x"', "'a'", '// x', 'truex', '+1', '"a']) {
      assert.deepEqual(kinds(text), [`wrong ${text}`], text);
    }
  });

  it('leaves nothing out but white space', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const tokens = Array.from(jsonTokens(text), ({ start, end }) => text.slice(start, end));
        assert.deepEqual(JSON.parse(tokens.join('')), JSON.parse(text));
      }),
    );
  });

  it('bears a string of many million characters', () => {
    const [token, more] = [...jsonTokens(`"${'x'.repeat(20_000_000)}"`)];
    assert.equal(token?.end, 20_000_002);
    assert.equal(more, undefined);
  });
});
