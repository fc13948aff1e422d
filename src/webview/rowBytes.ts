import type { BytesView } from '../protocol/frameDetail';

/** Some of a row's bytes: the first ones, and how many there are. */
export interface RowBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly total: number;
}

export type ReadBytes = (
  params: { row: number; view: BytesView; offset: number; length: number },
  signal: AbortSignal,
) => Promise<{ bytes: ArrayBuffer; total: number }>;

/** Most bytes that one request reads, so that other requests get their turn in between. */
const pieceBytes = 4 * 1024 * 1024;

/** Reads the first bytes of a row's view, up to `most`, piece by piece. */
export async function readRowBytes(
  read: ReadBytes,
  row: number,
  view: BytesView,
  most: number,
  signal: AbortSignal,
): Promise<RowBytes> {
  const pieces: ArrayBuffer[] = [];
  let got = 0;
  let total = Infinity;
  while (got < Math.min(most, total)) {
    const length = Math.min(pieceBytes, most - got);
    const piece = await read({ row, view, offset: got, length }, signal);
    total = piece.total;
    if (piece.bytes.byteLength === 0) break;
    pieces.push(piece.bytes);
    got += piece.bytes.byteLength;
  }
  return { bytes: joined(pieces, got), total: Number.isFinite(total) ? total : got };
}

function joined(pieces: readonly ArrayBuffer[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(new Uint8Array(piece), at);
    at += piece.byteLength;
  }
  return bytes;
}
