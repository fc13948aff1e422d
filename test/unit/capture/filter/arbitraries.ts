import * as fc from 'fast-check';
import {
  traits,
  type FilterNode,
  type FilterTerm,
} from '../../../../src/capture/filter/filterNode';
import { allFindings } from '../../../../src/wire/finding';

const nowhere = { from: 0, to: 0 };

/** Texts that are filters, nearly filters, or none at all. */
export const anyFilterText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '(',
        ')',
        ' ',
        'and',
        'or',
        'not',
        '"',
        '\\',
        '/',
        '/a+/i',
        '/(/',
        'dir:in',
        'op:',
        ',',
        'size:>1k',
        'size:..',
        'time:',
        '1..2',
        'is:',
        'has:finding',
        '$.a',
        '$[0',
        '=="x"',
        '=~',
        '<=',
        '["',
        '"]',
        'null',
        'ü',
        '\u{1f600}',
        'µs',
        '-1e9',
        '$.',
        'masked',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

/** Words that mean nothing but themselves. */
const word = fc
  .stringMatching(/^[a-zA-Zäß0-9{}:,.!-]{1,6}$/)
  .filter((text) => !/^(and|or|not)$|^(dir|op|size|time|is|has):/i.test(text));
const some = <T>(...values: T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const pattern = fc.constantFrom('a', 'a|b', '^\\{', '[/ ]', '\\d+', 'x\\/y');
const bound = fc.record({
  comparison: fc.constantFrom('=', '>', '>=', '<', '<='),
  value: fc.nat(300),
});
const range = fc.tuple(fc.nat(100), fc.nat(200)).map(([low, high]) => [
  { comparison: '>=' as const, value: low },
  { comparison: '<=' as const, value: high },
]);
const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(true, false, null, 1e21, 0.5),
);

const anyTerm: fc.Arbitrary<FilterTerm> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: word, exact: fc.constant(false) }),
  fc.record({
    kind: fc.constant('text' as const),
    text: fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
    exact: fc.constant(true),
  }),
  fc.record({
    kind: fc.constant('pattern' as const),
    source: pattern,
    flags: fc.constantFrom('', 'i', 'gi', 'u'),
  }),
  fc.record({ kind: fc.constant('dir' as const), directions: some('in' as const, 'out' as const) }),
  fc.record({ kind: fc.constant('op' as const), opcodes: some(0, 1, 2, 8, 9, 10, 3) }),
  fc.record({
    kind: fc.constantFrom('size' as const, 'time' as const),
    bounds: fc.oneof(
      bound.map((one) => [one]),
      range,
    ),
  }),
  fc.record({ kind: fc.constant('is' as const), traits: some(...traits) }),
  fc.record({
    kind: fc.constant('has' as const),
    codes: some('finding', ...allFindings.map(({ code }) => code)),
  }),
  fc.record({
    kind: fc.constant('json' as const),
    path: fc.array(fc.oneof(fc.constantFrom('a', 'b', 'c d', '"', 'é'), fc.nat(2)), {
      minLength: 1,
      maxLength: 3,
    }),
    test: fc.oneof(
      fc.record({
        operator: fc.constantFrom('==' as const, '!=', '<', '>', '<=', '>='),
        value: scalar,
      }),
      fc.record({ operator: fc.constant('=~' as const), source: pattern, flags: fc.constant('') }),
      fc.record({ operator: fc.constant('exists' as const) }),
    ),
  }),
);

/** Any filter that can be written, a few levels deep. */
export const anyFilter: fc.Arbitrary<FilterNode> = fc.letrec<{ node: FilterNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyTerm.map((term) => ({ ...term, ...nowhere })),
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('node'), { minLength: 2, maxLength: 3 }),
      )
      .map(([kind, nodes]) => ({ kind, nodes, ...nowhere })),
    tie('node').map((node) => ({ kind: 'not' as const, node, ...nowhere })),
  ),
})).node;
