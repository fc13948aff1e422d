import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { FilterNode } from '../../../src/capture/filter/filterNode';
import { parseFilter } from '../../../src/capture/filter/parser';
import { filterToSpan, spanText } from '../../../src/webview/spanFilter';

const span = { fromUs: 2_034_000, toUs: 3_501_200 };

/** A filter as it is understood: without its places, and "and" of "and" as one. */
function meaning(node: FilterNode | undefined): unknown {
  if (!node) return undefined;
  const { from: _from, to: _to, ...term } = node;
  if (term.kind === 'not') return { kind: 'not', node: meaning(term.node) };
  if (term.kind === 'or') return { kind: 'or', nodes: term.nodes.map(meaning) };
  if (term.kind === 'and') return { kind: 'and', nodes: flat(term.nodes).map(meaning) };
  return term;
}

function flat(nodes: readonly FilterNode[]): FilterNode[] {
  return nodes.flatMap((node) => (node.kind === 'and' ? flat(node.nodes) : [node]));
}

describe('a filter narrowed to a span of time', () => {
  it('is the span alone where there was no filter, and narrows one that there was', () => {
    assert.equal(filterToSpan('', span), 'time:2.03s..3.51s');
    assert.equal(filterToSpan('dir:in tick', span), 'time:2.03s..3.51s dir:in tick');
  });

  it('holds for the whole of a filter with "or" in it', () => {
    assert.equal(filterToSpan('a or b', span), 'time:2.03s..3.51s (a or b)');
    assert.equal(filterToSpan('"a or b" (c or d)', span), 'time:2.03s..3.51s "a or b" (c or d)');
    assert.equal(filterToSpan('5"x or y"', span), 'time:2.03s..3.51s (5"x or y")');
    assert.equal(filterToSpan('(a) OR(b)', span), 'time:2.03s..3.51s ((a) OR(b))');
  });

  it('gives way to the next span, and not to "or" beside it', () => {
    const first = filterToSpan('a or b', { fromUs: 0, toUs: 9_000_000 });
    assert.equal(filterToSpan(first, span), 'time:2.03s..3.51s (a or b)');
    assert.equal(
      filterToSpan('time:1s..2s or ping', span),
      'time:2.03s..3.51s (time:1s..2s or ping)',
    );
  });

  it('means both, whatever the filter was', () => {
    const term = fc.constantFrom(
      'a',
      'dir:in',
      '"x or y"',
      'not b',
      '(a or b)',
      '/a or b/',
      'time:1s..2s',
    );
    const joint = fc.constantFrom(' ', ' and ', ' or ', ' OR ');
    const filter = fc
      .array(fc.tuple(term, joint), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.flat().slice(0, -1).join(''))
      .filter((text) => !text.startsWith('time:'));
    fc.assert(
      fc.property(filter, (text) => {
        const narrowed = parseFilter(filterToSpan(text, span));
        assert.deepEqual(narrowed.mistakes, []);
        const both = parseFilter(`time:2.03s..3.51s (${text})`);
        assert.deepEqual(meaning(narrowed.node), meaning(both.node));
      }),
    );
  });
});

describe('a span of time in words', () => {
  it('holds all of the span, and little more', () => {
    const time = fc.integer({ min: 0, max: 1e12 });
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 1e10 }), (fromUs, length) => {
        const toUs = fromUs + length;
        const [, from, to] = /^([\d.]+)s\.\.([\d.]+)s$/.exec(spanText({ fromUs, toUs })) ?? [];
        const told = [Number(from) * 1e6, Number(to) * 1e6] as const;
        assert.ok(told[0] <= fromUs + 0.01 && told[1] >= toUs - 0.01);
        // At most the last second or hundredth is more than it was.
        assert.ok(
          told[1] - told[0] <= length + 2 * Math.max(1, Math.min(1e6, length / 100)) + 0.01,
        );
      }),
    );
  });

  it('is short', () => {
    assert.equal(spanText({ fromUs: 0, toUs: 60_000_000 }), '0s..60s');
    assert.equal(spanText({ fromUs: 1_000_001, toUs: 1_000_231 }), '1.000001s..1.000231s');
  });
});
