import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { FilterNode } from '../../../../src/capture/filter/filterNode';
import { deepestFilter, longestFilter, parseFilter } from '../../../../src/capture/filter/parser';
import { printFilter } from '../../../../src/capture/filter/printFilter';
import { anyFilter, anyFilterText } from './arbitraries';
import { meaningOf } from './meaning';

/** What a filter means, printed, and its mistakes with the text that they stand at. */
function read(text: string): { printed: string; mistakes: [place: string, message: string][] } {
  const { node, mistakes } = parseFilter(text);
  return {
    printed: node ? printFilter(node) : '',
    mistakes: mistakes.map(({ from, to, message }) => [text.slice(from, to), message]),
  };
}

const nested = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`;

const survives = (node: FilterNode | undefined) => {
  if (!node) return;
  const printed = printFilter(node);
  const again = parseFilter(printed);
  assert.deepEqual(again.mistakes, [], printed);
  assert.deepEqual(again.node && meaningOf(again.node), meaningOf(node), printed);
};

describe('parseFilter', () => {
  const meanings: [text: string, printed: string][] = [
    ['', ''],
    ['  ', ''],
    ['()', ''],
    ['hello World', 'hello and World'],
    ['"hello World"', '"hello World"'],
    ['"a \\"b\\" \\\\ \\n"', '"a \\"b\\" \\\\ \\n"'],
    ['{"type":"tick"}', '{"type":"tick"}'],
    ['/a|b/i', '/a|b/i'],
    ['/a b[/ ]\\/c/', '/a b[/ ]\\/c/'],
    ['dir:in', 'dir:in'],
    ['DIR:Out,in', 'dir:out,in'],
    ['op:text,ping,0xA,3', 'op:1,9,10,3'],
    ['size:>1k', 'size:>1000b'],
    ['size:<=1.5M', 'size:<=1500000b'],
    ['size:10..200', 'size:10b..200b'],
    ['size:..2k', 'size:<=2000b'],
    ['size:7', 'size:=7b'],
    ['time:>2s', 'time:>2000000us'],
    ['time:>2', 'time:>2000000us'],
    ['time:500ms..1m', 'time:500000us..60000000us'],
    ['time:<3µs', 'time:<3us'],
    ['is:fragment,control', 'is:fragment,control'],
    ['has:finding', 'has:finding'],
    ['has:Truncated', 'has:truncated'],
    ['$.type=="tick"', '$.type=="tick"'],
    ['$.type == tick', '$.type=="tick"'],
    ['$.a.b[0]', '$.a.b[0]'],
    ['$["a b"].c>=-1.5e3', '$["a b"].c>=-1500'],
    ['$[0]!=null', '$[0]!=null'],
    ['$.ok==true', '$.ok==true'],
    ['$.name=~/^x y/i', '$.name=~/^x y/i'],
    ['a or b and c', 'a or (b and c)'],
    ['a b or c', '(a and b) or c'],
    ['(a or b) c', '(a or b) and c'],
    ['not a b', 'not a and b'],
    ['not (a b)', 'not (a and b)'],
    ['NOT not a', 'not not a'],
    ['a AND not b', 'a and not b'],
    ['android order nothing', 'android and order and nothing'],
    ['http://localhost', 'http://localhost'],
    ['$5.00', '$5.00'],
    ['foo(bar)', 'foo and bar'],
  ];
  for (const [text, printed] of meanings) {
    it(`reads ${text === '' ? 'nothing' : text}`, () => {
      assert.deepEqual(read(text), { printed, mistakes: [] });
    });
  }

  const mistakes: [text: string, printed: string, place: string, message: RegExp][] = [
    ['x dir:up', 'x', 'dir:up', /"up" is no direction/],
    ['op:16', '', 'op:16', /"16" is no opcode/],
    ['op:text,', '', 'op:text,', /"" is no opcode/],
    ['size:', '', 'size:', /Say what after size:/],
    ['size:>x', '', 'size:>x', /no size/],
    ['size:9999999999999999g', '', 'size:9999999999999999g', /no size/],
    ['time:>2y', '', 'time:>2y', /no time/],
    ['is:big', '', 'is:big', /cannot be "big"/],
    ['has:x', '', 'has:x', /no finding "x"/],
    ['/a(/', '"/a(/"', '/a(/', /no valid regular expression: .*searched as it stands/],
    ['/[z-a]/ b', '"/[z-a]/" and b', '/[z-a]/', /searched as it stands/],
    ['/a/xyz', '"/a/xyz"', '/a/xyz', /flags.*searched as it stands/],
    ['/api/v1', '"/api/v1"', '/api/v1', /searched as it stands/],
    ['"open', '"open"', '"open', /closing quote/],
    ['(a', 'a', '(', /"\)" for this "\("/],
    ['a)b', 'a and b', ')', /no "\(" for this/],
    ['a or', 'a', 'or', /"or" needs something to join/],
    ['and b', 'b', 'and', /"and" needs/],
    ['not', '', 'not', /"not" needs something to negate/],
    ['a and size:>x', 'a', 'size:>x', /no size/],
    ['size:>x and a', 'a', 'size:>x', /no size/],
    ['not size:>x', '', 'size:>x', /no size/],
    ['a or size:>x', 'a', 'size:>x', /no size/],
    ['$.a==', '', '$.a==', /nothing to compare/],
    ['$.a=1', '', '1', /Use ==/],
    ['$.a=~1', '', '1', /takes a \/regular expression\//],
    ['$.a=~/(/', '', '/(/', /no valid regular expression/],
    ['$.', '', '$.', /A path reads/],
    ['$[x]', '', '$[x]', /A path reads/],
  ];
  for (const [text, printed, place, message] of mistakes) {
    it(`says what is wrong with ${text}`, () => {
      const { printed: found, mistakes: told } = read(text);
      assert.equal(found, printed);
      assert.ok(told[0], 'there is a mistake');
      assert.equal(told[0][0], place);
      assert.match(told[0][1], message);
    });
  }

  it('refuses a filter that is too long, in a sentence', () => {
    const { node, mistakes: told } = parseFilter('x'.repeat(longestFilter + 1));
    assert.equal(node, undefined);
    assert.match(told[0]?.message ?? '', /10000 characters; this one has 10001/);
  });

  for (const [name, part] of [
    ['parentheses', '('],
    ['negations', 'not '],
    ['nested ones', 'not(a '],
    ['slashes', '/[ '],
    ['quotes', '"\\'],
    ['alternatives', 'a or '],
    ['paths', '$.a[0]'],
  ] as const) {
    it(`reads ${longestFilter} characters of ${name} at once`, () => {
      const text = part.repeat(longestFilter / part.length);
      const started = performance.now();
      parseFilter(text);
      assert.ok(performance.now() - started < 500);
    });
  }

  it('nests as deep as it says, and says where it stops', () => {
    assert.deepEqual(read(nested(deepestFilter)), { printed: 'a', mistakes: [] });
    const { mistakes: told } = read(nested(deepestFilter + 1));
    assert.equal(told.length, 1);
    assert.match(told[0]?.[1] ?? '', /nested more than 200 levels/);
  });

  it('never throws, and every mistake lies in the text', () => {
    fc.assert(
      fc.property(anyFilterText, (text) => {
        for (const { from, to, message } of parseFilter(text).mistakes) {
          assert.ok(from >= 0 && from <= to && to <= text.length, `${from} to ${to}`);
          assert.notEqual(message, '');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads what it printed as the same filter', () => {
    fc.assert(
      fc.property(anyFilterText, (text) => survives(parseFilter(text).node)),
      {
        numRuns: 1_000,
      },
    );
    fc.assert(
      fc.property(anyFilter, (node) => survives(node)),
      { numRuns: 1_000 },
    );
  });
});
