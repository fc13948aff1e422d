import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Capture } from '../../../src/capture/capture';
import { exportRows, type ExportOptions } from '../../../src/inspector/captureExport';
import { temporaryFolder } from '../capture/support/temporaryFolder';
import { captureOfFrames } from './support/captureOfFrames';

const root = temporaryFolder();
const file = path.join(root, 'export.txt');

const numbered = Array.from({ length: 5000 }, (_, index) => `message ${index} ${'x'.repeat(40)}`);

function allRows(capture: Capture): number[] {
  return Array.from({ length: capture.total }, (_, row) => row);
}

function exportAll(options: Partial<ExportOptions> = {}) {
  const frames = numbered.map((text) => ({ opcode: 1, payload: Buffer.from(text) }));
  const capture = captureOfFrames(frames);
  return exportRows({
    capture,
    rows: allRows(capture),
    file,
    format: 'lines',
    signal: new AbortController().signal,
    onProgress: () => {},
    ...options,
  });
}

/** Rows of a capture that cannot be read any more. */
function* failing(): Generator<number, void> {
  yield 0;
  throw new Error('the disk is gone');
}

describe('exportRows', () => {
  it('writes a line for each message, and tells how many and how long', async () => {
    writeFileSync(file, 'what was there before');
    const { lines, bytes } = await exportAll();
    const text = readFileSync(file, 'utf8');
    assert.equal(text, numbered.map((line) => `${line}\n`).join(''));
    assert.deepEqual([lines, bytes], [5000, text.length]);
    assert.deepEqual(readdirSync(root), ['export.txt']);
  });

  it('writes the rows that are chosen, in both formats', async () => {
    await exportAll({ rows: [7, 9], format: 'ndjson' });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { row: number }).row),
      [7, 9],
    );
  });

  it('tells how far it has got, up to the end', async () => {
    const done: number[] = [];
    await exportAll({ onProgress: (rows) => done.push(rows) });
    assert.ok(done.length > 2);
    assert.deepEqual(
      done,
      done.toSorted((a, b) => a - b),
    );
    assert.equal(done.at(-1), 5000);
  });

  it('lets others go on while it writes nothing, and inside a large message', async () => {
    const pings = captureOfFrames(Array.from({ length: 50_000 }, () => ({ opcode: 9 })));
    const large = captureOfFrames([{ opcode: 1, payload: Buffer.alloc(40_000_000, 'x') }]);
    for (const capture of [pings, large]) {
      let parts = 0;
      await exportAll({ capture, rows: allRows(capture), onProgress: () => parts++ });
      assert.ok(parts > 3, `${parts} parts`);
    }
  });

  it('leaves what was there, and nothing else, when it is cancelled', async () => {
    writeFileSync(file, 'before');
    const stop = new AbortController();
    const exporting = exportAll({ signal: stop.signal, onProgress: () => stop.abort() });
    await assert.rejects(exporting, { code: 'cancelled' });
    assert.equal(readFileSync(file, 'utf8'), 'before');
    assert.deepEqual(readdirSync(root), ['export.txt']);
  });

  it('leaves nothing when reading fails', async () => {
    const exporting = exportAll({ rows: failing(), file: path.join(root, 'other.txt') });
    await assert.rejects(exporting, { code: 'export-failed', message: /the disk is gone/ });
    assert.deepEqual(readdirSync(root), ['export.txt']);
  });

  it('says what to do when the folder is not there', async () => {
    const exporting = exportAll({ file: path.join(root, 'nowhere', 'export.txt') });
    await assert.rejects(exporting, { code: 'export-failed', message: /Choose another one/ });
  });
});
