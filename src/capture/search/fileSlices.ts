import type { Direction } from '../../wire/direction';
import { findingBit } from '../../wire/finding';
import { finOf } from '../../wire/frameBits';
import { applyMask } from '../../wire/masking';
import { CaptureFiles } from '../captureFiles';
import type { DataFile } from '../captureFormat';
import type { FileSizes } from '../consistentCut';
import { mostSliceRows, Records, type ContentBlock, type RowSlice } from '../filter/rowSlice';
import { InflatedStore } from '../inflatedStore';
import { bytesPerRow } from '../rowRecord';
import * as rowBits from '../rowBits';
import { ContentPlan } from './contentPlan';
import type { MemoryBudget } from './memoryBudget';

/** Bytes of contents after which a slice from files ends; one row may be larger by itself. */
const largestFileSlice = 4 * 1024 * 1024;
/** Rows of the first slice of a capture: whoever has just typed a filter waits to see something. */
export const firstSliceRows = 1_024;
/** Bytes that a content takes in a slice besides itself: its row, its start and its end. */
const bytesPerContent = 10;

/** A slice read from the files of a capture. */
export interface FileSlice {
  readonly slice: RowSlice;
  /**
   * Places of the rows of which the files alone do not tell what is searched: the ends of
   * fragmented messages, messages that are not inflated yet, frames cut short, statuses.
   */
  readonly left: Uint16Array<ArrayBuffer>;
  /** How many contents are longer than what is searched of them. */
  readonly partly: number;
}

/** The files of a capture cannot be read, or hold less than they did. */
export class CaptureUnreadable extends Error {
  override readonly name = 'CaptureUnreadable';
}

const truncated = findingBit('truncated');
const nothingLeft = new Uint16Array(0);

/**
 * Reads the rows of a capture from its files. Slices are kept as far as the budget goes: who types
 * a filter searches the same rows with every key. The first ones stay, since a search from
 * beginning to end would drive out any others.
 */
export class FileSlices {
  private readonly files: CaptureFiles;
  private readonly wire: Readonly<Record<Direction, ContentPlan>> = {
    in: new ContentPlan('in.bytes'),
    out: new ContentPlan('out.bytes'),
  };
  private readonly inflated: Readonly<Record<Direction, ContentPlan>> = {
    in: new ContentPlan('in.inflated'),
    out: new ContentPlan('out.inflated'),
  };
  private readonly plans = [this.wire.in, this.wire.out, this.inflated.in, this.inflated.out];
  private readonly messages: Record<Direction, InflatedStore | undefined> = {
    in: undefined,
    out: undefined,
  };
  /** Reused for slices that are not kept: fresh memory costs more than reading. */
  private readonly scratch = new Map<DataFile, Uint8Array>();
  private readonly kept = new Map<number, FileSlice>();
  private bytesKept = 0;

  constructor(
    folder: string,
    private readonly budget: MemoryBudget,
  ) {
    this.files = new CaptureFiles(folder);
  }

  /**
   * Reads rows from `firstRow` on, at least one. Slices end at the same rows for every filter, so
   * that they come again.
   *
   * @param most rows, which must be in the files
   * @param sizes up to which the files fit together
   * @throws CaptureUnreadable
   */
  read(firstRow: number, most: number, sizes: FileSizes, withContents: boolean): FileSlice {
    const known = this.kept.get(firstRow);
    if (known && known.slice.count <= most)
      return withContents ? known : withoutContents(known.slice);
    const toEnd = sliceEnd(firstRow) - firstRow;
    const count = Math.min(most, toEnd);
    const records = new Records(new ArrayBuffer(count * bytesPerRow));
    this.readWhole(new Uint8Array(records.buffer), 'rows', firstRow * bytesPerRow);
    if (!withContents) return withoutContents({ count, records, contents: [] });
    const plan = this.plan(records, firstRow, count, sizes);
    // More rows may have come when the same slice is asked for again, unless its end is its own.
    const keep = (plan.count === toEnd || plan.count < count) && this.canKeep(plan.count);
    const fileSlice = {
      slice: {
        count: plan.count,
        records: plan.count === count ? records : records.first(plan.count),
        contents: this.plans
          .filter(({ length }) => length > 0)
          .map((one) => this.block(one, records, keep)),
      },
      left: plan.left,
      partly: plan.partly,
    };
    if (keep) this.kept.set(firstRow, fileSlice);
    return fileSlice;
  }

  /** Lets the files and what is kept of them go. */
  close(): void {
    this.files.close();
    this.kept.clear();
    this.budget.giveBack(this.bytesKept);
    this.bytesKept = 0;
  }

  /** Finds where the contents of rows lie, up to where they become too many bytes for a slice. */
  private plan(records: Records, firstRow: number, most: number, sizes: FileSizes) {
    for (const plan of this.plans) plan.clear();
    const left: number[] = [];
    let bytes = 0;
    let place = 0;
    for (; place < most; place++) {
      const source = sourceOf(records, place);
      const direction = rowBits.directionOf(records.bits(place));
      const start = firstRow + place - records.messageDistance(place);
      const message =
        source === 'inflated' ? this.messagesOf(direction, sizes).placeOf(start) : undefined;
      const length = records.payloadLength(place);
      // A frame that is not searched may lie between two that are, and is read with them.
      bytes += length + (message?.kept ?? 0);
      if (place > 0 && bytes > largestFileSlice) break;
      if (source === 'nowhere') continue;
      if (source === 'wire') this.wire[direction].add(place, payloadStart(records, place), length);
      else if (message) this.inflated[direction].add(place, message.position, message.kept);
      else left.push(place);
    }
    const partly = this.plans.reduce((sum, plan) => sum + plan.partly, 0);
    return { count: place, left: Uint16Array.from(left), partly };
  }

  /** The index of the inflated messages, as far as the files fit together. */
  private messagesOf(direction: Direction, sizes: FileSizes): InflatedStore {
    const name = `${direction}.inflated.index` as const;
    const known = this.messages[direction];
    if (known && known.index.end === sizes[name]) return known;
    const store = new InflatedStore();
    const read = (position: number, length: number) => {
      const bytes = new Uint8Array(length);
      this.readWhole(bytes, name, position);
      return bytes;
    };
    store.index.attach({ read }, sizes[name]);
    return (this.messages[direction] = store);
  }

  private canKeep(count: number): boolean {
    const contents = this.plans.reduce((sum, { length }) => sum + length, 0);
    const bytes = contents + count * (bytesPerRow + bytesPerContent);
    if (!this.budget.take(bytes)) return false;
    this.bytesKept += bytes;
    return true;
  }

  /** All contents of one file in one read. */
  private block(plan: ContentPlan, records: Records, keep: boolean): ContentBlock {
    const { file, from, length } = plan;
    const bytes = keep ? Buffer.allocUnsafeSlow(length) : this.scratchFor(file, length);
    this.readWhole(bytes, file, from);
    const block = plan.block(bytes);
    if (plan === this.wire.in || plan === this.wire.out) unmask(block, records);
    return block;
  }

  private scratchFor(file: DataFile, length: number): Uint8Array {
    const known = this.scratch.get(file);
    if (known && known.length >= length) return known.subarray(0, length);
    this.scratch.set(file, Buffer.allocUnsafeSlow(Math.ceil(length * 1.25)));
    return this.scratchFor(file, length);
  }

  /** Fills `bytes` from the file. */
  private readWhole(bytes: Uint8Array, name: DataFile, position: number): void {
    let count: number;
    try {
      count = this.files.readInto(bytes, name, position);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException | undefined)?.code ?? String(error);
      throw new CaptureUnreadable(`its file ${name} cannot be read (${code})`);
    }
    if (count < bytes.length) {
      throw new CaptureUnreadable(`its file ${name} is shorter than it was`);
    }
  }
}

/** Without a look into contents, there is nothing that the files do not tell. */
function withoutContents(slice: RowSlice): FileSlice {
  return { slice, left: nothingLeft, partly: 0 };
}

/** The row before which a slice ends that begins with this one. */
function sliceEnd(firstRow: number): number {
  if (firstRow < firstSliceRows) return firstSliceRows;
  return firstRow - (firstRow % mostSliceRows) + mostSliceRows;
}

/**
 * Where the content of a row stands: among the bytes of the wire or the inflated messages, not as a
 * whole in any file, or nowhere, as it has none.
 */
function sourceOf(records: Records, place: number): 'wire' | 'inflated' | 'elsewhere' | 'nowhere' {
  const bits = records.bits(place);
  if (rowBits.isStatus(bits) || (records.findings(place) & truncated) !== 0) return 'elsewhere';
  const isLast = finOf(rowBits.firstByteOf(bits));
  if (rowBits.isCompressed(bits)) return isLast ? 'inflated' : 'nowhere';
  return isLast && records.messageDistance(place) > 0 ? 'elsewhere' : 'wire';
}

function payloadStart(records: Records, place: number): number {
  return records.position(place) + rowBits.headerLengthOf(records.bits(place));
}

/** Unmasks in place (RFC 6455 §5.3); the bytes are a copy. */
function unmask({ bytes, rows, starts, ends }: ContentBlock, records: Records): void {
  for (let slot = 0; slot < rows.length; slot++) {
    const key = records.maskingKey(rows[slot] ?? 0);
    if (key !== 0) applyMask(bytes.subarray(starts[slot], ends[slot]), key);
  }
}
