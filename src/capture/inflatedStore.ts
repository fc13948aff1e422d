import { chunkOverhead } from './chunkLog';

/** A compressed message after inflating (RFC 7692 §7.2.2). */
export interface InflatedMessage {
  /** The message, or its beginning if inflating stopped early. */
  readonly bytes: Uint8Array;
  /** Bytes of the whole message; `undefined` if unknown. */
  readonly length: number | undefined;
  /** Why the message is not whole, in words; `undefined` if it is. */
  readonly problem: string | undefined;
}

/**
 * Inflated messages, by the row in which they begin. They are kept since inflating one again may
 * need every message before it: the compression window is shared (RFC 7692 §7.1.1).
 */
export class InflatedStore {
  private readonly byFirstRow = new Map<number, InflatedMessage>();
  private used = 0;

  /** Bytes of memory that the messages take. */
  get memoryUsed(): number {
    return this.used;
  }

  get(firstRow: number): InflatedMessage | undefined {
    return this.byFirstRow.get(firstRow);
  }

  set(firstRow: number, message: InflatedMessage): void {
    this.delete(firstRow);
    this.byFirstRow.set(firstRow, message);
    this.used += memoryOf(message);
  }

  delete(firstRow: number): void {
    const message = this.byFirstRow.get(firstRow);
    if (!message) return;
    this.byFirstRow.delete(firstRow);
    this.used -= memoryOf(message);
  }
}

function memoryOf({ bytes }: InflatedMessage): number {
  return bytes.length + chunkOverhead;
}
