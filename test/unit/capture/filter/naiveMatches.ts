import type { Capture, CapturedFrame } from '../../../../src/capture/capture';
import type { FilterNode, FilterTerm, JsonTest } from '../../../../src/capture/filter/filterNode';
import { findingsOf } from '../../../../src/wire/finding';

/** Rows that match, each read alone and in the plainest way: what the matcher must find as well. */
export function naiveMatches(capture: Capture, node: FilterNode): number[] {
  const rows = Array.from({ length: capture.total }, (_, row) => row);
  return rows.filter((row) => matches(capture, row, node));
}

function matches(capture: Capture, row: number, node: FilterNode): boolean {
  if ('nodes' in node) {
    const { nodes } = node;
    if (node.kind === 'and') return nodes.every((one) => matches(capture, row, one));
    return nodes.some((one) => matches(capture, row, one));
  }
  if (node.kind === 'not') return !matches(capture, row, node.node);
  return meets(capture, row, node);
}

function meets(capture: Capture, row: number, term: FilterTerm): boolean {
  const frame = capture.frame(row);
  if (term.kind === 'time') {
    const timeUs = capture.timeUs(row);
    return term.bounds.every(({ comparison, value }) => holds(timeUs, comparison, value));
  }
  if (term.kind === 'text' || term.kind === 'pattern' || term.kind === 'json') {
    return meetsText(textOf(capture, row, frame), term);
  }
  if (!frame) return term.kind === 'is' && term.traits.includes('status');
  return meetsFacts(frame, term);
}

function meetsFacts(
  frame: CapturedFrame,
  term: Exclude<FilterTerm, { kind: 'text' | 'pattern' | 'json' }>,
): boolean {
  const opcode = frame.firstByte % 16;
  switch (term.kind) {
    case 'dir':
      return term.directions.includes(frame.direction);
    case 'op':
      return term.opcodes.includes(opcode);
    case 'is':
      return term.traits.some((trait) => {
        if (trait === 'masked') return frame.masked;
        if (trait === 'control') return opcode >= 8;
        if (trait === 'status') return false;
        if (trait === 'message') return endsMessage(frame);
        if (trait === 'compressed') return frame.message?.compressed === true;
        return opcode === 0 || (opcode < 8 && frame.firstByte < 0x80);
      });
    case 'has':
      return findingsOf(frame.findings).some(
        ({ code }) => term.codes.includes('finding') || term.codes.includes(code),
      );
    case 'size':
    case 'time':
      return term.bounds.every(({ comparison, value }) =>
        holds(frame.payloadLength, comparison, value),
      );
  }
}

/** A data frame with which its message ends, or that belongs to none. */
function endsMessage({ message, firstByte, findings }: CapturedFrame): boolean {
  if (!message) return firstByte % 16 < 8;
  return firstByte >= 0x80 || findingsOf(findings).some(({ code }) => code === 'truncated');
}

/**
 * A frame that completes a message of several frames, or a compressed one, stands for the whole
 * message; of other compressed frames nothing can be read.
 */
function textOf(capture: Capture, row: number, frame: CapturedFrame | undefined): string {
  if (!frame) return capture.status(row)?.text ?? '';
  const { message } = frame;
  const isLast = frame.firstByte >= 0x80;
  if (message?.compressed && !isLast) return '';
  const completes = isLast && message && (message.compressed || message.firstRow !== row);
  const { bytes } = capture.bytes(row, completes ? 'message' : 'payload', 0, 1e9);
  return Buffer.from(bytes).toString();
}

function meetsText(
  text: string,
  term: Extract<FilterTerm, { kind: 'text' | 'pattern' | 'json' }>,
): boolean {
  if (term.kind === 'pattern') return new RegExp(term.source, term.flags).test(text);
  if (term.kind === 'json') return meetsJson(text, term.path, term.test);
  if (term.exact) return Buffer.from(text).includes(Buffer.from(term.text));
  return text.toLowerCase().includes(term.text.toLowerCase());
}

function meetsJson(text: string, path: readonly (string | number)[], test: JsonTest): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Record<string | number, unknown>)[key];
  }
  if (value === undefined) return false;
  if (test.operator === 'exists') return true;
  if (test.operator === '=~')
    return typeof value === 'string' && new RegExp(test.source).test(value);
  if (test.operator === '==') return value === test.value;
  if (test.operator === '!=') return value !== test.value;
  if (!['number', 'string'].includes(typeof value) || typeof value !== typeof test.value)
    return false;
  return holds(value as number, test.operator, test.value as number);
}

function holds(value: number, comparison: string, bound: number): boolean {
  if (comparison === '>') return value > bound;
  if (comparison === '>=') return value >= bound;
  if (comparison === '<') return value < bound;
  return comparison === '<=' ? value <= bound : value === bound;
}
