import { allFindings } from '../../wire/finding';
import { finOf, opcodeOf } from '../../wire/frameBits';
import { isControl, Opcode } from '../../wire/opcode';
import { isMessageEnd } from '../messageEnd';
import * as rowBits from '../rowBits';
import type { ByteTools } from './byteTools';
import type { Comparison, FilterNode, JsonScalar, JsonTest, RangeTerm, Trait } from './filterNode';
import { valueAt } from './jsonPath';
import { RowSet } from './rowSet';
import type { Records, RowSlice } from './rowSlice';
import { SliceContents } from './sliceContents';

/** A filter made ready to run over slices of rows. */
export interface Matcher {
  /** Whether slices must come with their contents. */
  readonly needsContents: boolean;
  /**
   * Whether matching may take longer than the contents are long: a regular expression can
   * backtrack without end.
   */
  readonly mayHang: boolean;
  /** How much work a row is: 1 for each term, or {@link textWeight} for one that reads text. */
  readonly weight: number;
  /** The rows of the slice that match. */
  readonly match: (slice: RowSlice) => RowSet;
}

/** One node: it takes the candidates out that do not match. */
interface Step {
  /** 0 reads columns only, 1 looks for bytes, 2 reads text. Cheap steps go first. */
  readonly cost: 0 | 1 | 2;
  readonly weight: number;
  readonly narrow: (pass: Pass, candidates: RowSet) => void;
}

interface Pass {
  readonly slice: RowSlice;
  readonly contents: SliceContents;
}

/** Decoding a payload, and parsing it or running an expression on it, takes so much longer. */
export const textWeight = 64;

/** Makes a filter ready to run. */
export function compileFilter(node: FilterNode, tools: ByteTools): Matcher {
  const step = stepOf(node, tools);
  return {
    needsContents: step.cost > 0,
    mayHang: hasPattern(node),
    weight: step.weight,
    match: (slice) => {
      const candidates = RowSet.all(slice.count);
      step.narrow({ slice, contents: new SliceContents(slice, tools) }, candidates);
      return candidates;
    },
  };
}

function stepOf(node: FilterNode, tools: ByteTools): Step {
  switch (node.kind) {
    case 'and':
      return allOf(node.nodes.map((one) => stepOf(one, tools)));
    case 'or':
      return anyOf(node.nodes.map((one) => stepOf(one, tools)));
    case 'not':
      return noneOf(stepOf(node.node, tools));
    case 'text':
      return textStep(node.text, node.exact, tools);
    case 'pattern':
      return textTest(searchOf(node.source, node.flags));
    case 'dir': {
      const { directions } = node;
      return columnStep(({ records }, row) =>
        directions.includes(rowBits.directionOf(records.bits(row))),
      );
    }
    case 'op': {
      const { opcodes } = node;
      return columnStep(({ records }, row) => opcodes.includes(opcodeOf(records.bits(row))));
    }
    case 'size':
    case 'time':
      return rangeStep(node);
    case 'is':
      return columnStep(
        ({ records }, row) => node.traits.some((one) => hasTrait(records, row, one)),
        true,
      );
    case 'has': {
      const wanted = findingMask(node.codes);
      return columnStep(({ records }, row) => (records.findings(row) & wanted) !== 0);
    }
    case 'json': {
      const holds = jsonTest(node.test);
      return contentStep(2, ({ contents }, candidates) =>
        contents.findJson((root) => holds(valueAt(root, node.path)), candidates),
      );
    }
  }
}

function allOf(steps: readonly Step[]): Step {
  const ordered = cheapFirst(steps);
  return {
    cost: mostOf(steps),
    weight: steps.reduce((sum, { weight }) => sum + weight, 0),
    narrow: (pass, candidates) => {
      for (const step of ordered) step.narrow(pass, candidates);
    },
  };
}

function anyOf(steps: readonly Step[]): Step {
  const ordered = cheapFirst(steps);
  return {
    cost: mostOf(steps),
    weight: steps.reduce((sum, { weight }) => sum + weight, 0),
    narrow: (pass, candidates) => {
      const open = candidates.copy();
      for (const step of ordered) {
        const found = open.copy();
        step.narrow(pass, found);
        open.subtract(found);
      }
      candidates.subtract(open);
    },
  };
}

function noneOf(step: Step): Step {
  return {
    cost: step.cost,
    weight: step.weight,
    narrow: (pass, candidates) => {
      const found = candidates.copy();
      step.narrow(pass, found);
      candidates.subtract(found);
    },
  };
}

function cheapFirst(steps: readonly Step[]): Step[] {
  return steps.toSorted((a, b) => a.cost - b.cost);
}

function mostOf(steps: readonly Step[]): Step['cost'] {
  return steps.reduce<Step['cost']>((most, { cost }) => (cost > most ? cost : most), 0);
}

/** A test of a frame's facts; a status is no frame and fails it, but for its time. */
function columnStep(test: (slice: RowSlice, row: number) => boolean, ofStatus = false): Step {
  return {
    cost: 0,
    weight: 1,
    narrow: ({ slice }, candidates) => {
      candidates.forEach((row) => {
        const applies = ofStatus || !rowBits.isStatus(slice.records.bits(row));
        if (!applies || !test(slice, row)) candidates.delete(row);
      });
    },
  };
}

function contentStep(cost: Step['cost'], find: (pass: Pass, candidates: RowSet) => RowSet): Step {
  return {
    cost,
    weight: cost === 2 ? textWeight : 1,
    narrow: (pass, candidates) => {
      candidates.intersect(find(pass, candidates));
    },
  };
}

/** Capital and small letters beyond ASCII are for regular expressions to know. */
function textStep(text: string, exact: boolean, tools: ByteTools): Step {
  if (!exact && !isAscii(text)) return textTest(searchOf(escapePattern(text), 'iu'));
  const needle = tools.encode(exact ? text : text.toLowerCase());
  const fold = !exact && text.toLowerCase() !== text.toUpperCase();
  return contentStep(1, ({ contents }, candidates) => contents.find(needle, fold, candidates));
}

function textTest(wanted: (text: string) => boolean): Step {
  return contentStep(2, ({ contents }, candidates) => contents.findText(wanted, candidates));
}

/** A global expression would go on from its last hit; every row is searched from its start. */
function searchOf(source: string, flags: string): (text: string) => boolean {
  const expression = new RegExp(source, flags.replace('g', ''));
  return (text) => expression.test(text);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&');
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

function rangeStep({ kind, bounds }: RangeTerm): Step {
  const holds = (value: number) =>
    bounds.every(({ comparison, value: bound }) => keeps(value, comparison, bound));
  if (kind === 'time') return columnStep(({ records }, row) => holds(records.timeUs(row)), true);
  return columnStep(({ records }, row) => holds(records.payloadLength(row)));
}

function keeps<T extends number | string>(value: T, comparison: Comparison, bound: T): boolean {
  switch (comparison) {
    case '=':
      return value === bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
  }
}

function hasTrait(records: Records, row: number, trait: Trait): boolean {
  const bits = records.bits(row);
  if (rowBits.isStatus(bits)) return trait === 'status';
  const firstByte = rowBits.firstByteOf(bits);
  const opcode = opcodeOf(firstByte);
  switch (trait) {
    case 'fragment':
      return !isControl(opcode) && (opcode === Opcode.continuation || !finOf(firstByte));
    case 'compressed':
      return rowBits.isCompressed(bits);
    case 'control':
      return isControl(opcode);
    case 'masked':
      return rowBits.isMasked(bits);
    case 'message':
      return endsMessage(bits, records.findings(row));
    case 'status':
      return false;
  }
}

/**
 * Whether a message ends with this row, complete or not; a data frame that belongs to none stands
 * for itself.
 */
function endsMessage(bits: number, findings: number): boolean {
  if (!rowBits.isInMessage(bits)) return !isControl(opcodeOf(rowBits.firstByteOf(bits)));
  return isMessageEnd(bits, findings);
}

function findingMask(codes: readonly string[]): number {
  const wanted = allFindings.filter(
    ({ code }) => codes.includes('finding') || codes.includes(code),
  );
  return wanted.reduce((mask, { bit }) => mask | bit, 0);
}

function jsonTest(test: JsonTest): (value: unknown) => boolean {
  switch (test.operator) {
    case 'exists':
      return (value) => value !== undefined;
    case '=~': {
      const found = searchOf(test.source, test.flags);
      return (value) => typeof value === 'string' && found(value);
    }
    case '==':
      return (value) => value === test.value;
    case '!=':
      return (value) => value !== undefined && value !== test.value;
    case '<':
    case '>':
    case '<=':
    case '>=':
      return orderTest(test.operator, test.value);
  }
}

/** Numbers are compared with numbers and strings with strings; nothing else has an order. */
function orderTest(comparison: Comparison, bound: JsonScalar): (value: unknown) => boolean {
  if (typeof bound === 'number') {
    return (value) => typeof value === 'number' && keeps(value, comparison, bound);
  }
  if (typeof bound === 'string') {
    return (value) => typeof value === 'string' && keeps(value, comparison, bound);
  }
  return () => false;
}

function hasPattern(node: FilterNode): boolean {
  if (node.kind === 'and' || node.kind === 'or') return node.nodes.some(hasPattern);
  if (node.kind === 'not') return hasPattern(node.node);
  return node.kind === 'pattern' || (node.kind === 'json' && node.test.operator === '=~');
}
