/** Rows in a page. Pages are allocated and let go whole. */
export const pageRows = 16_384;
/** Bytes of index that a row takes: three float64 and four uint32. */
export const bytesPerRow = 40;

/** A row of the index. Plain numbers, so that appending one makes no object. */
class Page {
  readonly timeUs = new Float64Array(pageRows);
  readonly position = new Float64Array(pageRows);
  readonly payloadLength = new Float64Array(pageRows);
  readonly maskingKey = new Uint32Array(pageRows);
  readonly findings = new Uint32Array(pageRows);
  readonly bits = new Uint32Array(pageRows);
  readonly messageDistance = new Uint32Array(pageRows);
}

/**
 * The index of a capture: one column a fact, in pages, append-only. A row is never changed after
 * it was appended, so that a full page can be written to a file and forgotten.
 */
export class FrameColumns {
  private readonly pages: Page[] = [];
  private newest: Page | undefined;
  private pagesDropped = 0;
  private rows = 0;
  private firstRow = 0;
  /** Received payload bytes of the few frames that are shorter than their header says. */
  private readonly received = new Map<number, number>();

  /** How many rows there have been, ever. */
  get total(): number {
    return this.rows;
  }

  /** The oldest row kept. */
  get first(): number {
    return this.firstRow;
  }

  /** Bytes of memory of the kept rows (the pages may hold up to a page more at either end). */
  get memoryUsed(): number {
    return (this.rows - this.firstRow) * bytesPerRow;
  }

  /**
   * Appends a row and gives its number.
   *
   * @param bits see `rowBits`
   * @param messageDistance how many rows before this one its message began
   */
  append(
    timeUs: number,
    bits: number,
    position: number,
    payloadLength: number,
    maskingKey: number,
    findings: number,
    messageDistance: number,
  ): number {
    const row = this.rows++;
    const index = row % pageRows;
    const page = index === 0 || !this.newest ? this.addPage() : this.newest;
    page.timeUs[index] = timeUs;
    page.bits[index] = bits;
    page.position[index] = position;
    page.payloadLength[index] = payloadLength;
    page.maskingKey[index] = maskingKey;
    page.findings[index] = findings;
    page.messageDistance[index] = messageDistance;
    return row;
  }

  /** Notes that less of the row's payload came than its header declares. */
  markShort(row: number, payloadReceived: number): void {
    this.received.set(row, payloadReceived);
  }

  timeUs(row: number): number {
    return this.page(row)?.timeUs[row % pageRows] ?? 0;
  }

  bits(row: number): number {
    return this.page(row)?.bits[row % pageRows] ?? 0;
  }

  position(row: number): number {
    return this.page(row)?.position[row % pageRows] ?? 0;
  }

  payloadLength(row: number): number {
    return this.page(row)?.payloadLength[row % pageRows] ?? 0;
  }

  payloadReceived(row: number): number {
    return this.received.get(row) ?? this.payloadLength(row);
  }

  maskingKey(row: number): number {
    return this.page(row)?.maskingKey[row % pageRows] ?? 0;
  }

  findings(row: number): number {
    return this.page(row)?.findings[row % pageRows] ?? 0;
  }

  /** The row in which the message of this data frame began. */
  messageStart(row: number): number {
    return row - (this.page(row)?.messageDistance[row % pageRows] ?? 0);
  }

  /** Lets the oldest row go, and its page with its last row. */
  dropOldest(): void {
    this.received.delete(this.firstRow);
    this.firstRow++;
    if (this.firstRow % pageRows !== 0) return;
    this.pages.shift();
    this.pagesDropped++;
  }

  private page(row: number): Page | undefined {
    return this.pages[Math.floor(row / pageRows) - this.pagesDropped];
  }

  private addPage(): Page {
    this.newest = new Page();
    this.pages.push(this.newest);
    return this.newest;
  }
}
