import type { StoredBytes, WriteBehind } from './writeBehind';

/** Records in a page. Pages are allocated, read back and let go whole. */
export const pageRecords = 16_384;

/**
 * Pages held in memory although they lie in the file too. With rows of 40 bytes these are 10 MiB,
 * which is more than a panel, an export and a jump between them touch at a time.
 */
export const mostPagesCached = 16;

/** A page as numbers: three views of one buffer, so that setting a field makes no object. */
export class RecordPage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly float64: Float64Array;
  readonly uint32: Uint32Array;

  constructor(pageBytes: number) {
    const buffer = new ArrayBuffer(pageBytes);
    this.bytes = new Uint8Array(buffer);
    this.float64 = new Float64Array(buffer);
    this.uint32 = new Uint32Array(buffer);
  }
}

/**
 * Records of one fixed size, appended and never changed, in pages. Without a file all of them stay
 * in memory until they are dropped; with one, only what is not written and the pages used last.
 */
export class RecordPages implements WriteBehind {
  readonly pageBytes: number;
  /** Pages in memory, the one used longest ago first. */
  private readonly pages = new Map<number, RecordPage>();
  private newest: RecordPage | undefined;
  private recent: RecordPage | undefined;
  private recentNumber = -1;
  private records = 0;
  private firstRecord = 0;
  private writtenBytes = 0;
  private file: StoredBytes | undefined;

  /** @param bytesPerRow a multiple of 8 */
  constructor(readonly bytesPerRow: number) {
    this.pageBytes = pageRecords * bytesPerRow;
  }

  /** How many records there have been, ever. */
  get total(): number {
    return this.records;
  }

  /** The oldest record kept. */
  get first(): number {
    return this.firstRecord;
  }

  /** Bytes of all records, ever. */
  get end(): number {
    return this.records * this.bytesPerRow;
  }

  /** The first record that is not in the file, or not wholly. */
  get firstUnwritten(): number {
    return Math.floor(this.writtenBytes / this.bytesPerRow);
  }

  /** Bytes of the kept records that are in memory only; cached pages come on top. */
  get memoryUsed(): number {
    return this.end - Math.max(this.writtenBytes, this.firstRecord * this.bytesPerRow);
  }

  /** Adds a record of zeros; it stands in the given page at `record % pageRecords`. */
  append(): RecordPage {
    const index = this.records % pageRecords;
    if (index === 0 || !this.newest) {
      this.newest = new RecordPage(this.pageBytes);
      this.pages.set(Math.floor(this.records / pageRecords), this.newest);
    }
    this.records++;
    return this.newest;
  }

  /** The page in which a record stands at `record % pageRecords`; `undefined` if it is not kept. */
  page(record: number): RecordPage | undefined {
    if (record < this.firstRecord || record >= this.records) return undefined;
    const number = Math.floor(record / pageRecords);
    if (number === this.recentNumber) return this.recent;
    const page = this.pages.get(number) ?? this.load(number);
    // Set anew, so that the map stays in the order of last use.
    this.pages.delete(number);
    this.pages.set(number, page);
    this.recent = page;
    this.recentNumber = number;
    return page;
  }

  /** Lets the records before `record` go, and with them the pages that hold no other. */
  dropBefore(record: number): void {
    const from = Math.floor(this.firstRecord / pageRecords);
    const to = Math.floor(record / pageRecords);
    this.firstRecord = record;
    if (from === to) return;
    for (const number of this.pages.keys()) if (number < to) this.pages.delete(number);
    if (this.recentNumber < to) this.forgetRecent();
  }

  attach(file: StoredBytes, end: number): void {
    this.file = file;
    this.records = Math.floor(end / this.bytesPerRow);
    this.writtenBytes = this.end;
    if (this.records % pageRecords !== 0) this.newest = this.page(this.records - 1);
  }

  *unwritten(from: number): Generator<Uint8Array> {
    for (let at = from; at < this.end;) {
      const number = Math.floor(at / this.pageBytes);
      const start = number * this.pageBytes;
      const to = Math.min(start + this.pageBytes, this.end);
      const page = this.pages.get(number);
      if (!page) return;
      yield page.bytes.subarray(at - start, to - start);
      at = to;
    }
  }

  written(to: number): void {
    this.writtenBytes = to;
    this.evict();
  }

  private load(number: number): RecordPage {
    const page = new RecordPage(this.pageBytes);
    const length = Math.min(this.pageBytes, this.end - number * this.pageBytes);
    page.bytes.set(this.file?.read(number * this.pageBytes, length) ?? []);
    this.pages.set(number, page);
    this.evict();
    return page;
  }

  /** Lets the pages go that lie in the file, but for those used last. */
  private evict(): void {
    const wholePages = Math.floor(this.writtenBytes / this.pageBytes);
    const clean = [...this.pages.keys()].filter((number) => number < wholePages);
    for (const number of clean.slice(0, Math.max(0, clean.length - mostPagesCached))) {
      this.pages.delete(number);
      if (number === this.recentNumber) this.forgetRecent();
    }
  }

  private forgetRecent(): void {
    this.recent = undefined;
    this.recentNumber = -1;
  }
}
