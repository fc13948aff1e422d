import { countVerdicts, type CheckResult, type ConformanceReport } from './conformanceReport';
import type { Step } from './transcript';

/** A report for programs: one JSON object a line, one line for each check and a last one for all. */
export function ndjsonReport(report: ConformanceReport): string {
  const { url, startedMs, durationMs, facts, results, asked } = report;
  const last = {
    type: 'summary',
    url,
    started: new Date(startedMs).toISOString(),
    ms: durationMs,
    asked,
    ...countVerdicts(results),
    facts,
  };
  return [...results.map(checkJson), last].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function checkJson(result: CheckResult) {
  return { type: 'check', ...result, steps: result.steps.map(stepJson) };
}

/** `hex` is the beginning of a frame, as on the wire; `length` says how long it is. */
function stepJson({ from, ms, kind, text, bytes, length, breaks }: Step) {
  if (kind !== 'frame') return { from, ms, kind, text };
  return { from, ms, kind, text, hex: Buffer.from(bytes).toString('hex'), length, breaks };
}
