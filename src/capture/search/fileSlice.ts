import fs from 'node:fs';
import path from 'node:path';
import type { Direction } from '../../wire/direction';
import { findingBit } from '../../wire/finding';
import { finOf } from '../../wire/frameBits';
import { mostSliceRows, Records, type ContentBlock, type RowSlice } from '../filter/rowSlice';
import { bytesPerRow } from '../rowRecord';
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

/**
 * Bytes of slices that are kept: who types a filter searches the same rows with every key. The
 * first ones stay, since a search from beginning to end would drive out any others.
 */
const mostBytesKept = 128 * 1024 * 1024;

/** Where slices are read into. */
interface Buffers {
  readonly in: Uint8Array;
  readonly out: Uint8Array;
}

/** Reads rows from the folder of a capture; the files stay open until another folder comes. */
export class FileSlices {
  private folder: string | undefined;
  private readonly descriptors = new Map<string, number>();
  /** Reused for slices that are not kept: fresh memory costs more than reading. */
  private scratch: Buffers = { in: new Uint8Array(0), out: new Uint8Array(0) };
  private readonly kept = new Map<string, FileSlice>();
  private bytesKept = 0;

  /**
   * Reads rows whose records and bytes have been written.
   *
   * @param count at most `mostSliceRows`; the slice may end before, if the rows are large
   * @throws Error if a file cannot be read or is shorter than that
   */
  read(folder: string, firstRow: number, count: number, withContents: boolean): FileSlice {
    if (folder !== this.folder) this.open(folder);
    const key = `${firstRow}+${count}`;
    const known = withContents ? this.kept.get(key) : undefined;
    if (known) return known;
    const records = new Records(new ArrayBuffer(count * bytesPerRow));
    this.fill('rows', new Uint8Array(records.buffer), firstRow * bytesPerRow);
    if (!withContents) {
      return { slice: { firstRow, count, records, contents: [] }, left: new Uint16Array(0) };
    }
    const fitting = fittingRows(records, count);
    const places = sortPlaces(records, fitting);
    const length = spanOf(records, places.in).length + spanOf(records, places.out).length;
    // Whole pages come again; the newest rows come with more rows each time.
    const keep = count === mostSliceRows && this.bytesKept + length <= mostBytesKept;
    const contents = [
      this.block('in', places.in, records, keep),
      this.block('out', places.out, records, keep),
    ];
    const fileSlice = {
      slice: { firstRow, count: fitting, records, contents },
      left: Uint16Array.from(places.left),
    };
    if (keep) {
      this.kept.set(key, fileSlice);
      this.bytesKept += length + records.buffer.byteLength;
    }
    return fileSlice;
  }

  close(): void {
    for (const descriptor of this.descriptors.values()) fs.closeSync(descriptor);
    this.descriptors.clear();
    this.kept.clear();
    this.bytesKept = 0;
    this.folder = undefined;
  }

  private open(folder: string): void {
    this.close();
    this.folder = folder;
  }

  /** All frames of a direction in one read, what lies between them included. */
  private block(
    direction: Direction,
    places: Uint16Array,
    records: Records,
    keep: boolean,
  ): ContentBlock {
    const { from, length } = spanOf(records, places);
    if (length === 0) return noBlock;
    const bytes = keep ? new Uint8Array(length) : this.scratchOf(direction, length);
    this.fill(`${direction}.bytes`, bytes, from);
    const block = new FileBlock(bytes, places, records, from);
    if (direction === 'out') unmask(block, records);
    return block;
  }

  private scratchOf(direction: Direction, length: number): Uint8Array {
    if (this.scratch[direction].length < length) {
      this.scratch = { ...this.scratch, [direction]: new Uint8Array(Math.ceil(length * 1.25)) };
    }
    return this.scratch[direction].subarray(0, length);
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
  const received = new Uint16Array(count);
  const sent = new Uint16Array(count);
  let receivedCount = 0;
  let sentCount = 0;
  const left: number[] = [];
  for (let place = 0; place < count; place++) {
    const bits = records.bits(place);
    if (isLeft(records, place, bits)) left.push(place);
    else if (rowBits.isSent(bits)) sent[sentCount++] = place;
    else received[receivedCount++] = place;
  }
  return { in: received.subarray(0, receivedCount), out: sent.subarray(0, sentCount), left };
}

/** The bytes of a direction's stream from the first of these frames to the last. */
function spanOf(records: Records, places: Uint16Array): { from: number; length: number } {
  const first = places[0];
  const last = places.at(-1);
  if (first === undefined || last === undefined) return { from: 0, length: 0 };
  const from = records.position(first);
  return { from, length: frameEnd(records, last) - from };
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
