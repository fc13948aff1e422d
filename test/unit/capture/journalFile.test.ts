import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { CaptureFiles } from '../../../src/capture/captureFiles';
import { journalFile } from '../../../src/capture/captureFormat';
import { readJournalFile } from '../../../src/capture/journalFile';
import { temporaryFolder } from './support/temporaryFolder';

const folder = temporaryFolder();

async function read(text: string) {
  fs.writeFileSync(path.join(folder, journalFile), text);
  const files = new CaptureFiles(folder);
  let pauses = 0;
  const found = await readJournalFile(files, () => {
    pauses++;
    return Promise.resolve();
  });
  files.close();
  return { ...found, pauses };
}

function status(row: number, text: string): string {
  return `${JSON.stringify({ type: 'status', row, timeUs: 0, severity: 'info', text })}\n`;
}

describe('readJournalFile', () => {
  it('reads a long one in parts, wherever these part its lines', async () => {
    const lines = Array.from({ length: 20_000 }, (_, row) =>
      status(row, `ü${'€'.repeat(row % 50)}`),
    );
    const text = lines.join('');
    const { journal, bytes, pauses } = await read(text);
    assert.equal(bytes, Buffer.byteLength(text));
    assert.deepEqual([journal.statuses.size, journal.unreadable], [lines.length, 0]);
    assert.equal(journal.statuses.get(49)?.text, `ü${'€'.repeat(49)}`);
    assert.ok(pauses > 5);
  });

  it('leaves out a last line that is torn', async () => {
    const { journal, bytes } = await read(`${status(0, 'whole')}${status(1, 'torn').slice(0, -1)}`);
    assert.equal(bytes, status(0, 'whole').length);
    assert.equal(journal.statuses.size, 1);
  });

  it('reads a line that is longer than a part, and noise without an end', async () => {
    const text = status(0, 'x'.repeat(3_000_000));
    const { journal, bytes } = await read(`${text}${'\0'.repeat(5_000_000)}`);
    assert.equal(bytes, text.length);
    assert.equal(journal.statuses.get(0)?.text.length, 3_000_000);
  });

  it('takes a missing one for empty', async () => {
    await read('');
    fs.rmSync(path.join(folder, journalFile));
    const { journal, bytes } = await readJournalFile(new CaptureFiles(folder), () =>
      Promise.resolve(),
    );
    assert.deepEqual([journal.connections, bytes], [[], 0]);
  });
});
