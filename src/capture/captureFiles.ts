import fs from 'node:fs';
import path from 'node:path';
import {
  CaptureFormatError,
  headFile,
  readHead,
  type CaptureHead,
  type DataFile,
  type journalFile,
} from './captureFormat';

type FileName = DataFile | typeof journalFile;

/**
 * Reads `capture.json` of a folder.
 *
 * @throws CaptureFormatError with one sentence for the user
 */
export function readHeadFile(folder: string): CaptureHead {
  let text: string;
  try {
    text = fs.readFileSync(path.join(folder, headFile), 'utf8');
  } catch {
    throw new CaptureFormatError(
      'This folder cannot be opened as a capture: it has no capture.json that can be read.',
    );
  }
  return readHead(text);
}

/**
 * Writes `capture.json` of a folder. The new file takes the place of the old one whole, whenever
 * the process may be killed.
 *
 * @throws what the file system says
 */
export function writeHeadFile(folder: string, head: CaptureHead): void {
  const file = path.join(folder, headFile);
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(head, undefined, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

/** The files of a stored capture, for who reads and does not write them; a missing one is empty. */
export class CaptureFiles {
  private readonly descriptors = new Map<FileName, number>();

  constructor(private readonly folder: string) {}

  size(name: FileName): number {
    return fs.statSync(this.path(name), { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Fewer bytes than asked for at the end of the file. */
  read(name: FileName, position: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    const count = this.readInto(bytes, name, position);
    return count === length ? bytes : bytes.slice(0, count);
  }

  /** Fills `bytes` from a position of the file on; tells how many bytes there were. */
  readInto(bytes: Uint8Array, name: FileName, position: number): number {
    let at = 0;
    while (at < bytes.length) {
      const count = fs.readSync(this.open(name), bytes, at, bytes.length - at, position + at);
      if (count === 0) break;
      at += count;
    }
    return at;
  }

  /** Cuts a file, if it is there and longer. */
  truncate(name: FileName, size: number): void {
    if (this.size(name) > size) fs.truncateSync(this.path(name), size);
  }

  close(): void {
    for (const descriptor of this.descriptors.values()) fs.closeSync(descriptor);
    this.descriptors.clear();
  }

  private path(name: FileName): string {
    return path.join(this.folder, name);
  }

  private open(name: FileName): number {
    const descriptor = this.descriptors.get(name) ?? fs.openSync(this.path(name), 'r');
    this.descriptors.set(name, descriptor);
    return descriptor;
  }
}
