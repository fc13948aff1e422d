import { dataFiles, type DataFile } from './captureFormat';

/** Bytes of each file of a capture. */
export type FileSizes = Readonly<Record<DataFile, number>>;

/** A file that is written behind whoever appends to it. */
export interface GrowingFile {
  /** Bytes in the file. */
  readonly written: number;
  /** Bytes that there are, those included that wait to be written. */
  readonly end: number;
}

/**
 * What the files of a capture hold together. Each is written on its own, so that at any moment one
 * may be ahead of another. The sizes that all had at one moment fit together, though: once every
 * file has been written that far, each row has its bytes, and each inflated message its place.
 */
export class ConsistentCut {
  private reached: FileSizes;
  private next: FileSizes;

  constructor(private readonly files: Readonly<Record<DataFile, GrowingFile>>) {
    this.reached = this.sizes(({ written }) => written);
    this.next = this.reached;
  }

  /** The newest sizes that all files have reached. */
  get newest(): FileSizes {
    this.advance();
    return this.reached;
  }

  /** Looks how far the files are, when one of them was written; true if they hold more together. */
  advance(): boolean {
    if (!this.isWritten(this.next)) return false;
    const before = this.reached;
    this.reached = this.next;
    this.next = this.sizes(({ end }) => end);
    if (this.isWritten(this.next)) this.reached = this.next;
    return dataFiles.some((name) => this.reached[name] > before[name]);
  }

  private isWritten(sizes: FileSizes): boolean {
    return dataFiles.every((name) => this.files[name].written >= sizes[name]);
  }

  private sizes(of: (file: GrowingFile) => number): FileSizes {
    const sizes = dataFiles.map((name) => [name, of(this.files[name])]);
    return Object.fromEntries(sizes) as FileSizes;
  }
}
