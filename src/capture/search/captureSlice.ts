import { finOf } from '../../wire/frameBits';
import { Opcode } from '../../wire/opcode';
import type { Capture, CapturedFrame } from '../capture';
import { Records, type ContentBlock, type RecordFields } from '../filter/rowSlice';
import { bytesPerRow } from '../rowRecord';
import type { SliceSource } from './searchMessages';
import * as rowBits from '../rowBits';

/** Rows and bytes after which a slice ends, so that cutting one out takes a few milliseconds. */
const sliceRows = 2_048;
const sliceBytes = 1024 * 1024;
/** Bytes of one payload or message that are searched, from its beginning. */
export const longestContent = 64 * 1024 * 1024;

/** Rows of a capture, copied. */
export interface MemorySlice {
  /** The rows, in the order of their places. */
  readonly rows: readonly number[];
  readonly source: Extract<SliceSource, { kind: 'memory' }>;
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
  const most = Math.min(wanted.length, sliceRows);
  const records = new Records(new ArrayBuffer(most * bytesPerRow));
  const contents = new ContentCollector();
  let count = 0;
  for (; count < most && contents.length < sliceBytes; count++) {
    const row = wanted[count] ?? 0;
    const frame = capture.frame(row);
    records.set(count, fieldsOf(frame, row, capture.timeUs(row)));
    if (withContents) contents.add(count, contentOf(capture, row, frame));
  }
  return {
    rows: wanted.slice(0, count),
    source: {
      kind: 'memory',
      firstRow: wanted[0] ?? 0,
      count,
      records: records.buffer,
      contents: withContents ? [contents.block()] : [],
    },
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

/** See `ContentBlock`; `undefined` if nothing of the row can be searched. */
function contentOf(
  capture: Capture,
  row: number,
  frame: CapturedFrame | undefined,
): Uint8Array | undefined {
  if (!frame) {
    const status = capture.status(row);
    return status && new TextEncoder().encode(status.text);
  }
  if (!frame.bytesKept) return undefined;
  const { message } = frame;
  if (message && finOf(frame.firstByte) && (message.compressed || message.firstRow !== row)) {
    return capture.bytes(row, 'message', 0, longestContent).bytes;
  }
  if (message?.compressed) return undefined;
  return capture.bytes(row, 'payload', 0, longestContent).bytes;
}

/** Joins the contents of rows into one block. */
class ContentCollector {
  private readonly parts: Uint8Array[] = [];
  private readonly rows: number[] = [];
  private readonly ends: number[] = [];
  private bytes = 0;

  /** Bytes so far. */
  get length(): number {
    return this.bytes;
  }

  add(row: number, content: Uint8Array | undefined): void {
    if (!content) return;
    this.parts.push(content);
    this.rows.push(row);
    this.bytes += content.length;
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
