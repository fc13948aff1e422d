import { finOf } from '../../wire/frameBits';
import type { Capture, CapturedFrame } from '../capture';
import { mostSliceRows, type ContentBlock, type RowSlice } from '../filter/rowSlice';
import * as rowBits from '../rowBits';

/** Rows and bytes after which a slice ends, so that cutting one out takes a few milliseconds. */
const sliceRows = 2_048;
const sliceBytes = 1024 * 1024;
/** Bytes of one payload or message that are searched, from its beginning. */
export const longestContent = 64 * 1024 * 1024;

/**
 * Copies a slice of rows that are in memory, so that another thread can search them: the capture
 * itself is never searched. It may end before `end`.
 */
export function captureSlice(
  capture: Capture,
  from: number,
  end: number,
  withContents: boolean,
): RowSlice {
  const most = Math.max(0, Math.min(end - from, sliceRows, mostSliceRows));
  const bits = new Uint32Array(most);
  const timeUs = new Float64Array(most);
  const payloadLength = new Float64Array(most);
  const findings = new Uint32Array(most);
  const contents = new ContentCollector();
  let count = 0;
  for (; count < most && contents.length < sliceBytes; count++) {
    const row = from + count;
    const frame = capture.frame(row);
    bits[count] = frame ? bitsOf(frame) : rowBits.statusBits;
    timeUs[count] = capture.timeUs(row);
    payloadLength[count] = frame?.payloadLength ?? 0;
    findings[count] = frame?.findings ?? 0;
    if (withContents) contents.add(count, contentOf(capture, row, frame));
  }
  return {
    firstRow: from,
    count,
    bits: bits.slice(0, count),
    timeUs: timeUs.slice(0, count),
    payloadLength: payloadLength.slice(0, count),
    findings: findings.slice(0, count),
    contents: withContents ? [contents.block()] : [],
  };
}

function bitsOf(frame: CapturedFrame): number {
  const { direction, firstByte, headerLength, lengthBits, masked, message } = frame;
  const bits = rowBits.frameBits(direction, firstByte, headerLength, lengthBits, masked);
  if (!message) return bits;
  return bits | rowBits.messageBits(message.opcode === 0x2, message.compressed);
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
