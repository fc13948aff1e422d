import type { FilterNode, JsonScalar, JsonTest, RangeTerm } from './filterNode';
import { printJsonPath } from './jsonPath';

/** Writes a filter in its plainest form; reading that gives the same filter. */
export function printFilter(node: FilterNode): string {
  switch (node.kind) {
    case 'and':
      return node.nodes.map(printPart).join(' and ');
    case 'or':
      return node.nodes.map(printPart).join(' or ');
    case 'not':
      return `not ${printPart(node.node)}`;
    case 'text':
      return node.exact ? quoted(node.text) : node.text;
    case 'pattern':
      return `/${node.source}/${node.flags}`;
    case 'dir':
      return `dir:${node.directions.join(',')}`;
    case 'op':
      return `op:${node.opcodes.join(',')}`;
    case 'size':
    case 'time':
      return printRange(node);
    case 'is':
      return `is:${node.traits.join(',')}`;
    case 'has':
      return `has:${node.codes.join(',')}`;
    case 'json':
      return `${printJsonPath(node.path)}${printTest(node.test)}`;
  }
}

function printPart(node: FilterNode): string {
  return node.kind === 'and' || node.kind === 'or' ? `(${printFilter(node)})` : printFilter(node);
}

function printRange({ kind, bounds }: RangeTerm): string {
  const unit = kind === 'size' ? 'b' : 'us';
  const [first, second] = bounds;
  if (first && second) return `${kind}:${first.value}${unit}..${second.value}${unit}`;
  return `${kind}:${first?.comparison}${first?.value}${unit}`;
}

function printTest(test: JsonTest): string {
  if (test.operator === 'exists') return '';
  if (test.operator === '=~') return `=~/${test.source}/${test.flags}`;
  return `${test.operator}${printScalar(test.value)}`;
}

function printScalar(value: JsonScalar): string {
  return typeof value === 'string' ? quoted(value) : String(value);
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\\n\r\t]/g, (one) => escapes[one] ?? `\\${one}`)}"`;
}
