import type { Direction } from '../wire/direction';

/** Most rows that one request may read. */
export const mostRows = 10_000;

/** One line of the frame list. */
export interface Row {
  /** Its number in the capture, whatever filter it was read through. */
  readonly row: number;
  readonly kind: 'frame' | 'status';
  readonly direction: Direction;
  /** Microseconds since the capture's first event. */
  readonly timeUs: number;
  /** Microseconds since the row before that is shown; 0 in the first row. */
  readonly deltaUs: number;
  /** 0 in a status row. */
  readonly opcode: number;
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly masked: boolean;
  /** Payload length in bytes, on the wire. */
  readonly size: number;
  /** The worst finding, or how grave a status is. */
  readonly severity: 'none' | 'info' | 'warning' | 'error';
  /** The beginning and end of the payload in words, or the text of a status. */
  readonly preview: string;
}

/** Rows `start` to `start + rows.length - 1`; with a filter, by their index among the matches. */
export interface RowBatch {
  readonly generation: number;
  readonly start: number;
  readonly rows: readonly Row[];
}

const severities = ['none', 'info', 'warning', 'error'] as const;

/** Bytes before the columns: generation, count (uint32 each), start (float64). */
const headerBytes = 16;
/** Bytes a row takes in the columns: four float64 and two uint32. */
const rowBytes = 40;

const bit = {
  fin: 4,
  rsv1: 5,
  rsv2: 6,
  rsv3: 7,
  out: 8,
  status: 9,
  severity: 10,
  masked: 12,
} as const;

/**
 * Packs rows into one buffer, so that a port moves them at once and without copying:
 * the header, then the columns time, delta, size, row (float64), bits, end of preview (uint32),
 * then all previews as UTF-8. All numbers are little-endian.
 */
export function encodeRowBatch({ generation, start, rows }: RowBatch): ArrayBuffer {
  const encoder = new TextEncoder();
  const previews = rows.map((row) => encoder.encode(row.preview));
  const previewBytes = previews.reduce((sum, preview) => sum + preview.length, 0);
  const previewStart = headerBytes + rows.length * rowBytes;
  const buffer = new ArrayBuffer(previewStart + previewBytes);
  const view = new DataView(buffer);
  view.setUint32(0, generation, true);
  view.setUint32(4, rows.length, true);
  view.setFloat64(8, start, true);
  const at = columnPositions(rows.length);
  let previewEnd = 0;
  rows.forEach((row, index) => {
    view.setFloat64(at.time + index * 8, row.timeUs, true);
    view.setFloat64(at.delta + index * 8, row.deltaUs, true);
    view.setFloat64(at.size + index * 8, row.size, true);
    view.setFloat64(at.row + index * 8, row.row, true);
    view.setUint32(at.bits + index * 4, bitsOf(row), true);
    const preview = previews[index] ?? new Uint8Array(0);
    new Uint8Array(buffer).set(preview, previewStart + previewEnd);
    previewEnd += preview.length;
    view.setUint32(at.previewEnd + index * 4, previewEnd, true);
  });
  return buffer;
}

/** Unpacks what {@link encodeRowBatch} packed. */
export function decodeRowBatch(buffer: ArrayBuffer): RowBatch {
  const view = new DataView(buffer);
  // A byte order mark at the start of a preview is content, and stays.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const count = view.getUint32(4, true);
  const at = columnPositions(count);
  const previewStart = headerBytes + count * rowBytes;
  const previewEnd = (index: number) =>
    index < 0 ? 0 : view.getUint32(at.previewEnd + index * 4, true);
  const rows = Array.from({ length: count }, (_, index): Row => {
    const bits = view.getUint32(at.bits + index * 4, true);
    const from = previewEnd(index - 1);
    return {
      ...rowOfBits(bits),
      timeUs: view.getFloat64(at.time + index * 8, true),
      deltaUs: view.getFloat64(at.delta + index * 8, true),
      size: view.getFloat64(at.size + index * 8, true),
      row: view.getFloat64(at.row + index * 8, true),
      preview: decoder.decode(
        new Uint8Array(buffer, previewStart + from, previewEnd(index) - from),
      ),
    };
  });
  return { generation: view.getUint32(0, true), start: view.getFloat64(8, true), rows };
}

function columnPositions(count: number) {
  const time = headerBytes;
  const delta = time + count * 8;
  const size = delta + count * 8;
  const row = size + count * 8;
  const bits = row + count * 8;
  return { time, delta, size, row, bits, previewEnd: bits + count * 4 };
}

function bitsOf(row: Row): number {
  return (
    (row.opcode & 0xf) |
    (Number(row.fin) << bit.fin) |
    (Number(row.rsv1) << bit.rsv1) |
    (Number(row.rsv2) << bit.rsv2) |
    (Number(row.rsv3) << bit.rsv3) |
    (Number(row.direction === 'out') << bit.out) |
    (Number(row.kind === 'status') << bit.status) |
    (severities.indexOf(row.severity) << bit.severity) |
    (Number(row.masked) << bit.masked)
  );
}

function rowOfBits(bits: number): Omit<Row, 'row' | 'timeUs' | 'deltaUs' | 'size' | 'preview'> {
  const has = (position: number) => ((bits >>> position) & 1) === 1;
  return {
    kind: has(bit.status) ? 'status' : 'frame',
    direction: has(bit.out) ? 'out' : 'in',
    opcode: bits & 0xf,
    fin: has(bit.fin),
    rsv1: has(bit.rsv1),
    rsv2: has(bit.rsv2),
    rsv3: has(bit.rsv3),
    masked: has(bit.masked),
    severity: severities[(bits >>> bit.severity) & 0x3] ?? 'none',
  };
}
