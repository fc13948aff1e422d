import type { DataFile, DirectionStates, JournalLine } from './captureFormat';
import type { FileSizes } from './consistentCut';
import type { WriteBehind } from './writeBehind';

/** Where a capture lies, to be shown. */
export interface StorageFacts {
  /** The capture's folder. */
  readonly path: string;
  readonly bytesOnDisk: number;
  /** Why nothing more is written, in words; `undefined` while all is well. */
  readonly problem: string | undefined;
}

/** The files behind a capture. Nothing here throws: what goes wrong is a problem in the facts. */
export interface CaptureStorage {
  readonly facts: StorageFacts;
  /** Whether what is appended will be written, so that memory is only lent to it. */
  readonly writing: boolean;
  /** Sizes that the files have reached together; `undefined` before there is anything. */
  readonly whole: FileSizes | undefined;
  /** True while more waits to be written than may: whoever brings it has to pause. */
  readonly underPressure: boolean;
  /** Puts the files behind the parts of a capture. */
  attach(parts: Readonly<Record<DataFile, WriteBehind>>): void;
  /** Appends a line to the journal. */
  note(line: JournalLine): void;
  /** A page of rows is full. */
  notePage(page: number, bytes: Uint8Array, states: DirectionStates): void;
  /** Something was appended and is to be written soon. */
  changed(): void;
  /** Writes all there is, at once, and says that nothing follows. */
  finish(rows: number, lastPage: Uint8Array, states: DirectionStates): void;
  /** Lets the files go. */
  close(): void;
}
