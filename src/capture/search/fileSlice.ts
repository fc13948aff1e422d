import fs from 'node:fs';
import path from 'node:path';
import type { Direction } from '../../wire/direction';
import { findingBit } from '../../wire/finding';
import { finOf } from '../../wire/frameBits';
import {
  mostSliceRows,
  recordBytes,
  Records,
  type ContentBlock,
  type RowSlice,
} from '../filter/rowSlice';
import * as rowBits from '../rowBits';

/** Bytes of payloads after which a slice from files ends; one row may be as large by itself. */
export const largestFileSlice = 4 * 1024 * 1024;

/** A slice read from the files of a capture. */
export interface FileSlice {
  readonly slice: RowSlice;
  /**
   * Places of the rows whose content does not stand in the files as it is searched: parts of
   * longer or compressed messages, very large frames, frames cut short, statuses.
   */
  readonly left: Uint16Array<ArrayBuffer>;
}

const truncated = findingBit('truncated');

/** Reads rows from the folder of a capture; the files stay open until another folder comes. */
export class FileSlices {
  private folder: string | undefined;
  private readonly descriptors = new Map<string, number>();
  /** Reused from slice to slice: fresh memory costs more than reading. */
  private readonly buffers: Record<Direction, Uint8Array> = {
    in: new Uint8Array(0),
    out: new Uint8Array(0),
  };
  private readonly records = new Records(new ArrayBuffer(mostSliceRows * recordBytes));

  /**
   * Reads rows whose records and bytes have been written.
   *
   * @param count at most `mostSliceRows`; the slice may end before, if the rows are large
   * @throws Error if a file cannot be read or is shorter than that
   */
  read(folder: string, firstRow: number, count: number, withContents: boolean): FileSlice {
    if (folder !== this.folder) this.open(folder);
    const { records } = this;
    const bytes = new Uint8Array(records.buffer, 0, count * recordBytes);
    this.fill('rows', bytes, firstRow * recordBytes);
    if (!withContents) {
      const slice = { firstRow, count, records, contents: [] };
      return { slice, left: new Uint16Array(0) };
    }
    const fitting = fittingRows(records, count);
    const places = sortPlaces(records, fitting);
    const contents = [this.block('in', places.in), this.block('out', places.out)];
    const slice = { firstRow, count: fitting, records, contents };
    return { slice, left: Uint16Array.from(places.left) };
  }

  close(): void {
    for (const descriptor of this.descriptors.values()) fs.closeSync(descriptor);
    this.descriptors.clear();
    this.folder = undefined;
  }

  private open(folder: string): void {
    this.close();
    this.folder = folder;
  }

  /** All frames of a direction in one read, what lies between them included. */
  private block(direction: Direction, places: Uint16Array): ContentBlock {
    const { records } = this;
    const first = places[0];
    const last = places.at(-1);
    if (first === undefined || last === undefined) return noBlock;
    const from = records.position(first);
    const length = frameEnd(records, last) - from;
    if (this.buffers[direction].length < length) {
      this.buffers[direction] = new Uint8Array(Math.ceil(length * 1.25));
    }
    const bytes = this.buffers[direction].subarray(0, length);
    this.fill(`${direction}.bytes`, bytes, from);
    const block = new FileBlock(bytes, places, records, from);
    if (direction === 'out') unmask(block, records);
    return block;
  }

  private fill(name: string, bytes: Uint8Array, position: number): void {
    let at = 0;
    while (at < bytes.length) {
      const count = fs.readSync(this.descriptor(name), bytes, at, bytes.length - at, position + at);
      if (count === 0) throw new Error(`The file ${name} of the capture is too short.`);
      at += count;
    }
  }

  private descriptor(name: string): number {
    const known = this.descriptors.get(name);
    if (known !== undefined) return known;
    const descriptor = fs.openSync(path.join(this.folder ?? '', name), 'r');
    this.descriptors.set(name, descriptor);
    return descriptor;
  }
}

/** Where contents begin and end is reckoned when it is first asked for: often nothing is found. */
class FileBlock implements ContentBlock {
  private startsOfRows: Uint32Array | undefined;
  private endsOfRows: Uint32Array | undefined;

  constructor(
    readonly bytes: Uint8Array,
    readonly rows: Uint16Array,
    private readonly records: Records,
    private readonly from: number,
  ) {}

  get starts(): Uint32Array {
    return (this.startsOfRows ??= this.rows.length === 0 ? noPlaces : this.reckonStarts());
  }

  get ends(): Uint32Array {
    return (this.endsOfRows ??= this.reckonEnds());
  }

  private reckonStarts(): Uint32Array {
    const { rows, records, from } = this;
    const starts = new Uint32Array(rows.length);
    for (let slot = 0; slot < rows.length; slot++) {
      const place = rows[slot] ?? 0;
      starts[slot] = records.position(place) - from + rowBits.headerLengthOf(records.bits(place));
    }
    return starts;
  }

  private reckonEnds(): Uint32Array {
    const { rows, records, starts } = this;
    const ends = new Uint32Array(rows.length);
    for (let slot = 0; slot < rows.length; slot++) {
      ends[slot] = (starts[slot] ?? 0) + records.payloadLength(rows[slot] ?? 0);
    }
    return ends;
  }
}

const noPlaces = new Uint32Array(0);
const noBlock: ContentBlock = {
  bytes: new Uint8Array(0),
  rows: new Uint16Array(0),
  starts: noPlaces,
  ends: noPlaces,
};

/** How many rows fit a slice; at least one. */
function fittingRows(records: Records, count: number): number {
  let bytes = 0;
  for (let place = 0; place < count; place++) {
    bytes += records.payloadLength(place);
    if (bytes > largestFileSlice) return Math.max(1, place);
  }
  return count;
}

/** Tells rows whose frame is all that is searched, by direction, from those that need more. */
function sortPlaces(records: Records, count: number) {
  const places = { in: new Uint16Array(count), out: new Uint16Array(count) };
  const counts = { in: 0, out: 0 };
  const left: number[] = [];
  for (let place = 0; place < count; place++) {
    const bits = records.bits(place);
    if (isLeft(records, place, bits)) left.push(place);
    else {
      const direction = rowBits.directionOf(bits);
      places[direction][counts[direction]++] = place;
    }
  }
  return { in: places.in.subarray(0, counts.in), out: places.out.subarray(0, counts.out), left };
}

function isLeft(records: Records, place: number, bits: number): boolean {
  if (rowBits.isStatus(bits) || (records.findings(place) & truncated) !== 0) return true;
  if (rowBits.isCompressed(bits) || records.payloadLength(place) > largestFileSlice) return true;
  return finOf(rowBits.firstByteOf(bits)) && records.messageDistance(place) > 0;
}

function frameEnd(records: Records, place: number): number {
  const headerLength = rowBits.headerLengthOf(records.bits(place));
  return records.position(place) + headerLength + records.payloadLength(place);
}

/** Unmasks in place (RFC 6455 §5.3); the bytes are a copy. */
function unmask({ bytes, rows, starts, ends }: ContentBlock, records: Records): void {
  for (let slot = 0; slot < rows.length; slot++) {
    const key = records.maskingKey(rows[slot] ?? 0);
    const start = starts[slot] ?? 0;
    const end = ends[slot] ?? 0;
    if (key === 0) continue;
    for (let at = start; at < end; at++) {
      bytes[at] = (bytes[at] ?? 0) ^ (key >>> (24 - 8 * ((at - start) & 3)));
    }
  }
}
