import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { ChunkLog } from '../../../src/capture/chunkLog';
import { WriteBehindFile, type FileMode } from '../../../src/capture/writeBehindFile';
import { temporaryFolder } from './support/temporaryFolder';

const folder = temporaryFolder();

/** A file behind a log, and what became of each of its writes. */
function fileOf(name: string, mode: FileMode = 'create', end = 0) {
  const log = new ChunkLog();
  const target = path.join(folder, name);
  const outcomes: unknown[] = [];
  let settle: (() => void) | undefined;
  const file = new WriteBehindFile({
    path: target,
    mode,
    end,
    source: log,
    onWritten: () => {
      outcomes.push('written');
      settle?.();
    },
    onError: (error) => {
      outcomes.push(error);
      settle?.();
    },
  });
  const write = () =>
    new Promise<void>((resolve) => {
      settle = resolve;
      file.write();
    });
  return { log, file, target, outcomes, write };
}

describe('WriteBehindFile', () => {
  it('writes what was appended, one write at a time, and reads it back', async () => {
    const { log, file, target, outcomes, write } = fileOf('written');
    log.append(Buffer.from('one '));
    log.append(Buffer.from('two '));
    const first = write();
    log.append(Buffer.from('three'));
    file.write();
    await first;
    assert.equal(file.written, 8);
    await write();
    assert.equal(fs.readFileSync(target, 'utf8'), 'one two three');
    assert.deepEqual(outcomes, ['written', 'written']);
    assert.deepEqual([log.memoryUsed, file.waitingMemory], [0, 0]);
    assert.equal(Buffer.from(log.read(4, 3)).toString(), 'two');
    file.close();
  });

  it('writes much in pieces of a mebibyte, whatever the chunks', async () => {
    const { log, file, target, write } = fileOf('much');
    const mebibyte = 1024 * 1024;
    const bytes = Buffer.alloc(2.5 * mebibyte, 'much ');
    log.append(bytes.subarray(0, 10));
    log.append(bytes.subarray(10));
    for (const end of [1, 2, 2.5]) {
      await write();
      assert.equal(file.written, end * mebibyte);
    }
    assert.deepEqual(fs.readFileSync(target), bytes);
    file.close();
  });

  it('writes more chunks than one call of the system takes', async () => {
    const { log, file, target, write } = fileOf('many');
    for (let chunk = 0; chunk < 3000; chunk++) log.append(Buffer.from(`${chunk},`));
    while (file.written < log.end) await write();
    const expected = Array.from({ length: 3000 }, (_, chunk) => `${chunk},`).join('');
    assert.equal(fs.readFileSync(target, 'utf8'), expected);
    file.close();
  });

  it('writes at once, although a write is under way', async () => {
    const { log, file, target, write } = fileOf('at once');
    log.append(Buffer.from('one '));
    const first = write();
    log.append(Buffer.from('two'));
    file.writeNow();
    assert.equal(fs.readFileSync(target, 'utf8'), 'one two');
    await first;
    assert.equal(fs.readFileSync(target, 'utf8'), 'one two');
    assert.equal(file.written, 7);
    file.close();
  });

  it('makes no file before there is something to write', () => {
    const { file, target } = fileOf('never');
    file.write();
    file.writeNow();
    assert.equal(fs.existsSync(target), false);
    file.close();
  });

  it('goes on behind what counts of a file', async () => {
    fs.writeFileSync(path.join(folder, 'before'), 'before');
    const { log, file, target, write } = fileOf('before', 'append', 3);
    log.append(Buffer.from('+after'));
    await write();
    assert.equal(fs.readFileSync(target, 'utf8'), 'bef+after');
    assert.equal(Buffer.from(log.read(0, 99)).toString(), 'bef+after');
    file.close();
  });

  it('says what went wrong, and loses nothing', async () => {
    fs.symlinkSync('/dev/full', path.join(folder, 'full'));
    const { log, file, outcomes, write } = fileOf('full');
    log.append(Buffer.from('kept'));
    await write();
    assert.equal((outcomes[0] as NodeJS.ErrnoException).code, 'ENOSPC');
    assert.throws(() => file.writeNow(), { code: 'ENOSPC' });
    assert.equal(Buffer.from(log.read(0, 9)).toString(), 'kept');
    const missing = fileOf('no folder/file');
    missing.log.append(Buffer.from('x'));
    await missing.write();
    assert.equal((missing.outcomes[0] as NodeJS.ErrnoException).code, 'ENOENT');
    file.close();
  });

  it('reads nothing of a file that is gone or closed', () => {
    const { log, file } = fileOf('gone', 'read', 10);
    assert.equal(log.read(0, 10).length, 0);
    file.close();
    assert.equal(log.read(0, 10).length, 0);
  });
});
