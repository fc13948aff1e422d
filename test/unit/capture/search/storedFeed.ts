import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { captureSlice } from '../../../../src/capture/search/captureSlice';
import type { CaptureFeed } from '../support/captureFeed';

/** Writes what a feed captured as the files of a capture; it must fit one slice. */
export function store({ capture }: CaptureFeed): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'search-'));
  const rows = Array.from({ length: capture.total }, (_, row) => row);
  const { source } = captureSlice(capture, rows, false);
  const bytesOf = (direction: 'in' | 'out') =>
    Buffer.concat(
      rows
        .filter((row) => capture.frame(row)?.direction === direction)
        .map((row) => capture.bytes(row, 'frame', 0, 1e9).bytes),
    );
  writeFileSync(path.join(folder, 'rows'), new Uint8Array(source.records));
  writeFileSync(path.join(folder, 'in.bytes'), bytesOf('in'));
  writeFileSync(path.join(folder, 'out.bytes'), bytesOf('out'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
