import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { jsonFault } from '../../../src/protocol/jsonFault';

/** Parts of JSON, and what is nearly so. */
const part = fc.constantFrom(
  ...String.raw`{ } [ ] , : "a" "\n" "\u00e9" "\x" "\ " 0 -1 01 1. .5 1e5 1e - +1 true nul null NaN é`.split(
    ' ',
  ),
  '\t',
  '\n',
  '\ufeff',
);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('jsonFault', () => {
  it('finds a fault exactly where JSON.parse does, whatever the text', () => {
    const texts = fc.oneof(
      fc.json(),
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.tuple(fc.json(), part, fc.nat()).map(([text, extra, place]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + extra + text.slice(at);
      }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const fault = jsonFault(text);
        assert.equal(fault === undefined, isJson(text), `${text} ${fault?.words}`);
        assert.ok(!fault || fault.at <= text.length);
      }),
      { numRuns: 3_000 },
    );
  });

  it('says what should stand there', () => {
    const faults: readonly (readonly [string, number, string])[] = [
      ['', 0, 'a value is expected'],
      ['{"a" 1}', 5, 'a colon is expected'],
      ['{"a": 1 "b"}', 8, 'a comma or } is expected'],
      ['[1 2]', 3, 'a comma or ] is expected'],
      ['{"a": 1,}', 8, 'a key in double quotes is expected'],
      ['{a: 1}', 1, 'a key in double quotes or } is expected'],
      ['[,]', 1, 'a value or ] is expected'],
      ['[1,]', 3, 'a value is expected'],
      ['1 2', 2, 'the text should end'],
      ['["a', 3, 'a string does not end'],
      ['["\\x"]', 2, 'there is no such escape'],
      ['["a\nb"]', 3, 'a control character or line break in a string must be escaped'],
    ];
    for (const [text, at, words] of faults) assert.deepEqual(jsonFault(text), { at, words }, text);
  });

  it('bears nesting that would exhaust the stack, and long strings', () => {
    assert.equal(jsonFault('['.repeat(1e6))?.at, 1e6);
    for (const escaped of ['x\\n', '\\n', '\\u00e9']) {
      assert.equal(jsonFault(`["${escaped.repeat(4e6)}"]`), undefined);
    }
  });
});
