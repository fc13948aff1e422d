import { escapeBytes } from '../session/escapeBytes';
import {
  byChapter,
  countVerdicts,
  type CheckResult,
  type ConformanceReport,
} from './conformanceReport';
import { factsText } from './factsText';
import type { Step } from './transcript';

/** Bytes of a frame that the report shows. */
const longestHex = 32;

/** Characters of the head of an opening handshake that the report shows. */
const longestHead = 2_000;

/** A report for people: what came to what, then each check with what was sent and what came back. */
export function markdownReport(report: ConformanceReport): string {
  const { results } = report;
  const chapters = byChapter(results);
  return [
    `# WebSocket conformance of ${escaped(report.url)}`,
    summary(report),
    chapterTable(chapters),
    verdictList('Failed', results, 'fail'),
    verdictList('Unclear', results, 'unclear'),
    ...[...chapters].flatMap(([title, some]) => [`## ${escaped(title)}`, ...some.map(section)]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function summary({ startedMs, durationMs, facts, results, asked }: ConformanceReport): string {
  const { pass, fail, unclear } = countVerdicts(results);
  const stopped =
    results.length < asked ? ` It was stopped after ${results.length} of ${asked} checks.` : '';
  return [
    `Checked on ${new Date(startedMs).toISOString()} in ${(durationMs / 1000).toFixed(1)} s: ` +
      `${pass} pass, ${fail} fail, ${unclear} unclear.${stopped}`,
    '',
    escaped(factsText(facts)),
  ].join('\n');
}

function chapterTable(chapters: ReadonlyMap<string, readonly CheckResult[]>): string {
  const rows = Array.from(chapters, ([title, results]) => {
    const { pass, fail, unclear } = countVerdicts(results);
    return `| ${escaped(title)} | ${pass} | ${fail} | ${unclear} |`;
  });
  return ['| chapter | pass | fail | unclear |', '| --- | ---: | ---: | ---: |', ...rows].join(
    '\n',
  );
}

function verdictList(
  heading: string,
  results: readonly CheckResult[],
  verdict: CheckResult['verdict'],
): string {
  const lines = results
    .filter((result) => result.verdict === verdict)
    .map(
      ({ id, title, section: rule, reason }) =>
        `- \`${id}\` ${escaped(title)} (${rule}): ${escaped(reason)}`,
    );
  return lines.length === 0 ? '' : [`## ${heading}`, '', ...lines].join('\n');
}

function section(result: CheckResult): string {
  const { id, title, section: rule, level, wants, verdict, reason, steps, stepsOmitted } = result;
  return [
    `### \`${id}\` ${escaped(title)}`,
    '',
    `- Wanted (${rule}, ${level}): ${escaped(wants)}`,
    `- Verdict: **${verdict}**. ${escaped(reason)}`,
    ...(steps.length === 0 ? [] : ['', fenced(stepLines(steps, stepsOmitted))]),
  ].join('\n');
}

function stepLines(steps: readonly Step[], omitted: number): string {
  const lines = steps.map((step) => {
    const arrow = step.from === 'client' ? '→' : '←';
    return `${arrow} ${String(step.ms).padStart(4)} ms  ${stepText(step)}`;
  });
  if (omitted > 0) lines.push(`… and ${omitted} more`);
  return lines.join('\n');
}

function stepText({ kind, from, text, bytes, length, breaks }: Step): string {
  if (kind === 'head') return headText(text);
  if (kind === 'event') return `the ${from} ${text}`;
  const broken = breaks.length === 0 ? '' : ` (breaks a rule: ${breaks.join(', ')})`;
  return `${text}${broken}\n            ${hexText(bytes, length)}`;
}

function headText(head: string): string {
  const shown = escapeBytes(head.slice(0, longestHead)).trimEnd();
  const lines = shown.split('\n').join('\n            ');
  const rest = head.length - longestHead;
  return rest > 0 ? `${lines}\n            … ${rest} more bytes` : lines;
}

function hexText(bytes: Uint8Array, length: number): string {
  const shown = bytes.subarray(0, longestHex);
  const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return length > shown.length ? `${hex} … ${length - shown.length} more bytes` : hex;
}

/** A block of code whose fence is longer than any run of backticks in it (CommonMark §4.5). */
function fenced(text: string): string {
  const runs = Array.from(text.matchAll(/`+/g), ([run]) => run.length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `${fence}text\n${text}\n${fence}`;
}

/** Takes their meaning from characters that Markdown or HTML would read as markup. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#~&]/g, String.raw`\$&`);
}
