import { allChapters } from '../conformance/checks/allChapters';
import type { CheckResult as Result } from '../conformance/conformanceReport';
import type { Step } from '../conformance/transcript';
import type { CheckResult, CheckStep } from '../protocol/checkerProtocol';
import { escapeBytes } from '../session/escapeBytes';

const orders = new Map(
  allChapters.flatMap(({ checks }) => checks).map(({ id }, index) => [id, index]),
);

/** A result as it crosses the ports. */
export function shownResult(result: Result): CheckResult {
  const { steps, ...rest } = result;
  return { ...rest, order: orders.get(result.id) ?? orders.size, steps: steps.map(shownStep) };
}

function shownStep({ from, ms, kind, text, bytes, length, breaks }: Step): CheckStep {
  return {
    from,
    ms,
    kind,
    text: kind === 'head' ? escapeBytes(text).trimEnd() : text,
    hex: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' '),
    length,
    breaks,
  };
}
