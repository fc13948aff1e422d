import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { Capture } from '../capture/capture';
import type { ExportFormat } from '../protocol/inspectorProtocol';
import { RequestError } from '../protocol/requestError';
import { rowText } from './rowText';

export interface ExportOptions {
  readonly capture: Capture;
  /** Rows in rising order: all of them, or those that somebody chose. */
  readonly rows: Iterable<number>;
  /** Path of the file; one that is there is replaced. */
  readonly file: string;
  readonly format: ExportFormat;
  readonly signal: AbortSignal;
  /** Hears after each part that was written how many rows have been gone through. */
  readonly onProgress: (done: number) => void;
}

export interface Exported {
  readonly lines: number;
  readonly bytes: number;
}

/**
 * Writes rows of a capture to a file. It is written under another name beside its place, which it
 * takes when it is whole: what is cancelled or fails leaves nothing behind.
 *
 * @throws RequestError `cancelled`, or `export-failed` with the reason.
 */
export async function exportRows(options: ExportOptions): Promise<Exported> {
  const unfinished = `${options.file}.${process.pid}-${Math.random().toString(36).slice(2)}.part`;
  try {
    const exported = await writeFile(unfinished, options);
    await rename(unfinished, options.file);
    return exported;
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof RequestError) throw error;
    throw new RequestError('export-failed', `The file could not be written: ${reasonOf(error)}`);
  }
}

async function writeFile(path: string, options: ExportOptions): Promise<Exported> {
  const file = await open(path, 'wx');
  try {
    return await writeLines(file, options);
  } finally {
    await file.close();
  }
}

async function writeLines(
  file: FileHandle,
  { capture, rows, format, signal, onProgress }: ExportOptions,
): Promise<Exported> {
  const exported = { lines: 0, bytes: 0 };
  for (const { text, rows: done, lines } of rowText(capture, rows, format)) {
    if (signal.aborted) throw exportCancelled();
    const part = Buffer.from(text);
    await file.writeFile(part);
    exported.bytes += part.length;
    exported.lines = lines;
    onProgress(done);
  }
  return exported;
}

/** Said of an export that was given up. */
export function exportCancelled(): RequestError {
  return new RequestError('cancelled', 'The export was cancelled.');
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (['ENOSPC', 'EDQUOT'].includes(code)) return 'the disk is full. Make room on it.';
  if (['EROFS', 'EACCES', 'EPERM'].includes(code)) {
    return 'its folder cannot be written to. Choose another one.';
  }
  if (code === 'ENOENT') return 'its folder is not there. Choose another one.';
  return error instanceof Error ? error.message : String(error);
}
