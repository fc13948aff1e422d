import { defaultSettings } from '../inspector/inspector';
import { soleCapture } from '../inspector/soleConnection';
import { RequestError } from '../protocol/requestError';
import type { ReadOrder } from './commandLine';
import { exitCode, type ExitCode } from './exitCode';
import { Output } from './output';
import { consoleRows, ndjsonRows } from './rowSource';
import { complain, lookOf, type Terminal } from './terminal';

/** Prints every row of a stored capture, and gives the exit code. */
export async function runRead({ file, ndjson }: ReadOrder, terminal: Terminal): Promise<ExitCode> {
  const capture = await openOrComplain(file, terminal);
  if (!capture) return exitCode.failed;
  const { rows, stored } = capture.snapshot();
  if (stored?.repaired) complain(terminal, stored.repaired);
  const source = ndjson ? ndjsonRows(capture) : consoleRows(capture, () => lookOf(terminal.output));
  const output = new Output(terminal.output, () => {});
  for await (const text of source(0, rows.total)) {
    if (output.gone) break;
    await output.write(text);
  }
  capture.dispose();
  return exitCode.fine;
}

async function openOrComplain(file: string, terminal: Terminal) {
  try {
    return await soleCapture(file, defaultSettings.memoryLimit);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    complain(terminal, `${file}: ${error.message}`);
    return undefined;
  }
}
