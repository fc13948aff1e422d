import type { ConnectionEvent } from './connectionEvent';

/** A row that is no frame: the connection opened, closed, failed. */
export interface CapturedStatus {
  readonly severity: 'info' | 'error';
  /** One line for the frame list. */
  readonly text: string;
  /** More text, for instance the opening handshake. */
  readonly detail: string | undefined;
  /** What it says for programs; most statuses are for people only. */
  readonly event?: ConnectionEvent | undefined;
}

/** The texts of status rows, by row. */
export class StatusStore {
  private readonly byRow = new Map<number, CapturedStatus>();
  private used = 0;

  /** Bytes of memory that the texts take. */
  get memoryUsed(): number {
    return this.used;
  }

  get(row: number): CapturedStatus | undefined {
    return this.byRow.get(row);
  }

  set(row: number, status: CapturedStatus): void {
    this.byRow.set(row, status);
    this.used += memoryOf(status);
  }

  /** Lets the texts of the rows before `row` go. */
  dropBefore(row: number): void {
    if (this.byRow.size === 0) return;
    for (const at of this.byRow.keys()) {
      // Rows are set in their order, so that the first one to stay ends the search.
      if (at >= row) return;
      this.delete(at);
    }
  }

  private delete(row: number): void {
    const status = this.byRow.get(row);
    if (!status) return;
    this.byRow.delete(row);
    this.used -= memoryOf(status);
  }
}

/** A string takes at most two bytes a UTF-16 unit. */
function memoryOf({ text, detail, event }: CapturedStatus): number {
  const length = text.length + (detail?.length ?? 0) + (event ? JSON.stringify(event).length : 0);
  return 2 * length;
}
