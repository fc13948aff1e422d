import {
  byChapter,
  countVerdicts,
  type CheckResult,
  type ConformanceReport,
} from './conformanceReport';
import { factsText } from './factsText';

/** A report for a terminal: each chapter in a line, and below it what did not pass. */
export function textReport(report: ConformanceReport): string {
  const { url, facts, results, asked, durationMs } = report;
  const chapters = byChapter(results);
  const width = Math.max(0, ...Array.from(chapters.keys(), (title) => title.length));
  const stopped = results.length < asked ? `Stopped after ${results.length} of ${asked}. ` : '';
  return [
    url,
    factsText(facts),
    '',
    ...[...chapters].flatMap(([title, some]) => [
      `${title.padEnd(width)}  ${countsText(some)}`,
      ...some.filter(({ verdict }) => verdict !== 'pass').map(lineOf),
    ]),
    '',
    `${stopped}${results.length} checks in ${(durationMs / 1000).toFixed(1)} s: ${countsText(results)}`,
    '',
  ].join('\n');
}

function countsText(results: readonly CheckResult[]): string {
  const { pass, fail, unclear } = countVerdicts(results);
  return `${pass} pass, ${fail} fail, ${unclear} unclear`;
}

function lineOf({ verdict, id, title, section, reason }: CheckResult): string {
  return `  ${verdict.padEnd(7)}  ${id}  ${title} (${section}): ${reason}`;
}
