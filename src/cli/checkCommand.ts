import { writeFile } from 'node:fs/promises';
import { countVerdicts, type ConformanceReport } from '../conformance/conformanceReport';
import { CannotCheck, runConformance, type RunProgress } from '../conformance/conformanceRun';
import { markdownReport } from '../conformance/markdownReport';
import { ndjsonReport } from '../conformance/ndjsonReport';
import { textReport } from '../conformance/textReport';
import type { CheckOrder } from './commandLine';
import { exitCode, type ExitCode } from './exitCode';
import { Output } from './output';
import { complain, type Terminal } from './terminal';
import { canAsk, askYesNo } from './yesNo';

/** Checks a server, prints the report and gives the exit code. */
export async function runCheck(order: CheckOrder, terminal: Terminal): Promise<ExitCode> {
  const stop = new AbortController();
  terminal.onInterrupt(() => stop.abort());
  const limit = limitOf(order);
  limit?.addEventListener('abort', () => stop.abort());
  const progress = new ProgressLine(terminal);
  try {
    const report = await reportOf(order, terminal, stop.signal, (done) => progress.show(done));
    progress.clear();
    const written = report === undefined || (await print(report, order, terminal));
    if (limit?.aborted) return limitReached(order, terminal);
    if (report) return conclude(report, terminal, written);
    complain(terminal, 'Nothing was checked.');
    return exitCode.failed;
  } catch (error) {
    if (!(error instanceof CannotCheck)) throw error;
    return limit?.aborted ? limitReached(order, terminal) : refuse(error, terminal);
  }
}

function limitOf({ timeout }: CheckOrder): AbortSignal | undefined {
  return timeout === undefined ? undefined : AbortSignal.timeout(timeout * 1_000);
}

/**
 * Asks before it goes to another machine, if there is somebody to ask.
 *
 * @returns `undefined` after anything but a yes
 */
async function reportOf(
  order: CheckOrder,
  terminal: Terminal,
  signal: AbortSignal,
  onProgress: (progress: RunProgress) => void,
): Promise<ConformanceReport | undefined> {
  const { url, only, insecure, answerTime, remote } = order;
  const run = (confirmed: boolean) =>
    runConformance({
      url,
      confirmed,
      acceptUntrustedCertificate: insecure,
      secretNames: [],
      only,
      ...(answerTime !== undefined && { answerLimitMs: answerTime * 1_000 }),
      signal,
      onResult: (_, progress) => onProgress(progress),
    });
  try {
    return await run(remote);
  } catch (error) {
    const mayAsk = error instanceof CannotCheck && error.code === 'not-confirmed';
    if (!mayAsk || !canAsk(terminal)) throw error;
    const confirmed = await askYesNo(terminal, `${error.message} Check it?`, signal);
    return confirmed ? run(true) : undefined;
  }
}

/** Prints the report. @returns whether all of it could be written */
async function print(
  report: ConformanceReport,
  { ndjson, markdown }: CheckOrder,
  terminal: Terminal,
): Promise<boolean> {
  const output = new Output(terminal.output, () => {});
  await output.write(ndjson ? ndjsonReport(report) : textReport(report));
  if (markdown === undefined) return true;
  try {
    await writeFile(markdown, markdownReport(report));
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    complain(terminal, `The report was not written to "${markdown}": ${message}.`);
    return false;
  }
}

function limitReached({ timeout }: CheckOrder, terminal: Terminal): ExitCode {
  complain(terminal, `The time limit of ${timeout} s was reached.`);
  return exitCode.timeLimit;
}

/** @param written whether all that was asked for has been written */
function conclude(
  { results, asked }: ConformanceReport,
  terminal: Terminal,
  written: boolean,
): ExitCode {
  const whole = results.length === asked;
  if (!whole) complain(terminal, `Stopped after ${results.length} of ${asked} checks.`);
  return whole && written && countVerdicts(results).fail === 0 ? exitCode.fine : exitCode.failed;
}

const remedies: Partial<Record<CannotCheck['code'], string>> = {
  'not-confirmed': 'With --remote it is checked.',
  'untrusted-certificate': 'With --insecure it is checked all the same.',
};

function refuse({ code, message }: CannotCheck, terminal: Terminal): ExitCode {
  complain(terminal, message);
  const remedy = remedies[code];
  if (remedy !== undefined) complain(terminal, remedy);
  const unreachable = code === 'cannot-connect' || code === 'untrusted-certificate';
  return unreachable ? exitCode.failed : exitCode.usage;
}

/** How far a run is, in one line of a terminal that is written over again and again. */
class ProgressLine {
  constructor(private readonly terminal: Terminal) {}

  show({ done, total }: RunProgress): void {
    this.write(`${done} of ${total} checks`);
  }

  clear(): void {
    this.write('');
  }

  private write(text: string): void {
    const { errors } = this.terminal;
    if (errors.isTTY === true) errors.write(`\r\x1b[K${text}`);
  }
}
