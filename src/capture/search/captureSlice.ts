import { finOf } from '../../wire/frameBits';
import { Opcode } from '../../wire/opcode';
import type { Capture, CapturedFrame } from '../capture';
import { longestContent, Records, type ContentBlock, type RecordFields } from '../filter/rowSlice';
import { bytesPerRow } from '../rowRecord';
import type { SearchSource } from './searchMessages';
import * as rowBits from '../rowBits';

/** Rows and bytes after which a slice ends, so that cutting one out takes a few milliseconds. */
export const memorySliceRows = 2_048;
export const memorySliceBytes = 1024 * 1024;

/** Rows of a capture, copied. */
export interface MemorySlice {
  /** The rows, in the order of their places. */
  readonly rows: readonly number[];
  readonly source: Extract<SearchSource, { kind: 'memory' }>;
  /** How many of them are longer than what is searched of them. */
  readonly partly: number;
}

/**
 * Copies rows out of a capture, so that another thread can search them: the capture itself is never
 * searched. It takes as many of the given rows, ascending, as make a slice.
 */
export function captureSlice(
  capture: Capture,
  wanted: readonly number[],
  withContents: boolean,
): MemorySlice {
  const most = Math.min(wanted.length, memorySliceRows);
  const records = new Records(new ArrayBuffer(most * bytesPerRow));
  const contents = new ContentCollector();
  let count = 0;
  for (; count < most && contents.length < memorySliceBytes; count++) {
    const row = wanted[count] ?? 0;
    const frame = capture.frame(row);
    records.set(count, fieldsOf(frame, row, capture.timeUs(row)));
    if (withContents) contents.add(count, contentOf(capture, row, frame));
  }
  return {
    rows: wanted.slice(0, count),
    source: {
      kind: 'memory',
      count,
      records: records.buffer,
      contents: withContents ? [contents.block()] : [],
    },
    partly: contents.partly,
  };
}

function fieldsOf(frame: CapturedFrame | undefined, row: number, timeUs: number): RecordFields {
  return {
    timeUs,
    position: frame?.position ?? 0,
    payloadLength: frame?.payloadLength ?? 0,
    maskingKey: frame?.maskingKey ?? 0,
    findings: frame?.findings ?? 0,
    bits: frame ? bitsOf(frame) : rowBits.statusBits,
    messageDistance: row - (frame?.message?.firstRow ?? row),
  };
}

function bitsOf(frame: CapturedFrame): number {
  const { direction, firstByte, headerLength, lengthBits, masked, message } = frame;
  const bits = rowBits.frameBits(direction, firstByte, headerLength, lengthBits, masked);
  if (!message) return bits;
  return bits | rowBits.messageBits(message.opcode === Opcode.binary, message.compressed);
}

/** What is searched of a row, and how long it is as a whole. */
interface Content {
  readonly bytes: Uint8Array;
  readonly total: number;
}

/** See `ContentBlock`; `undefined` if nothing of the row can be searched. */
function contentOf(
  capture: Capture,
  row: number,
  frame: CapturedFrame | undefined,
): Content | undefined {
  if (!frame) {
    const status = capture.status(row);
    const bytes = new TextEncoder().encode(status?.text);
    return status && { bytes, total: bytes.length };
  }
  if (!frame.bytesKept) return undefined;
  const { message } = frame;
  if (message && finOf(frame.firstByte) && (message.compressed || message.firstRow !== row)) {
    return capture.bytes(row, 'message', 0, longestContent);
  }
  if (message?.compressed) return undefined;
  return capture.bytes(row, 'payload', 0, longestContent);
}

/** Joins the contents of rows into one block. */
class ContentCollector {
  private readonly parts: Uint8Array[] = [];
  private readonly rows: number[] = [];
  private readonly ends: number[] = [];
  private bytes = 0;
  /** How many are longer than what is searched of them. */
  partly = 0;

  /** Bytes so far. */
  get length(): number {
    return this.bytes;
  }

  add(row: number, content: Content | undefined): void {
    if (!content) return;
    const { bytes, total } = content;
    this.parts.push(bytes);
    this.rows.push(row);
    this.bytes += bytes.length;
    if (total > longestContent) this.partly++;
    this.ends.push(this.bytes);
  }

  block(): ContentBlock {
    const bytes = new Uint8Array(this.bytes);
    const starts = new Uint32Array(this.rows.length);
    let at = 0;
    this.parts.forEach((part, slot) => {
      bytes.set(part, at);
      starts[slot] = at;
      at += part.length;
    });
    return { bytes, rows: Uint16Array.from(this.rows), starts, ends: Uint32Array.from(this.ends) };
  }
}
