import type { CaptureFiles } from './captureFiles';
import { journalFile } from './captureFormat';
import { pageRows } from './frameColumns';
import { addLines, emptyJournal, type Journal } from './journal';
import type { Pause } from './pause';

/** Bytes of a journal that are read at a time. */
const partBytes = 256 * 1024;

export interface ReadJournal {
  readonly journal: Journal;
  /** Bytes of its whole lines: a last one that was not written to its end does not count. */
  readonly bytes: number;
}

/** Reads the journal of a capture. */
export async function readJournalFile(files: CaptureFiles, pause: Pause): Promise<ReadJournal> {
  const journal = emptyJournal();
  const size = files.size(journalFile);
  let rest = Buffer.alloc(0);
  let at = 0;
  while (at < size) {
    // As much as is left of a line at least, so that a very long one is not copied once a part.
    const part = files.read(journalFile, at, Math.max(partBytes, rest.length));
    if (part.length === 0) break;
    at += part.length;
    const bytes = Buffer.concat([rest, part]);
    const end = bytes.lastIndexOf(0x0a) + 1;
    addLines(journal, bytes.toString('utf8', 0, end), pageRows);
    rest = bytes.subarray(end);
    await pause();
  }
  return { journal, bytes: at - rest.length };
}
