import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ChunkLog, chunkOverhead } from '../../../src/capture/chunkLog';

function logOf(...chunks: string[]): ChunkLog {
  const log = new ChunkLog();
  for (const chunk of chunks) log.append(Buffer.from(chunk));
  return log;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

describe('ChunkLog', () => {
  it('reads across chunks', () => {
    const log = logOf('abc', 'd', 'efgh');
    assert.equal(log.end, 8);
    assert.equal(text(log.read(1, 6)), 'bcdefg');
    assert.equal(text(log.read(3, 1)), 'd');
    assert.equal(text(log.read(0, 8)), 'abcdefgh');
  });

  it('gives fewer bytes where there are none', () => {
    const log = logOf('abc', 'def');
    assert.equal(text(log.read(4, 100)), 'ef');
    assert.equal(text(log.read(6, 1)), '');
    assert.equal(text(log.read(100, 1)), '');
    assert.equal(text(new ChunkLog().read(0, 1)), '');
  });

  it('gives copies, so that who reads cannot write into the capture', () => {
    const log = logOf('abc');
    log.read(0, 3).fill(0);
    assert.equal(text(log.read(0, 3)), 'abc');
  });

  it('passes over empty chunks', () => {
    const log = logOf('', 'ab', '');
    assert.equal(log.end, 2);
    assert.equal(log.memoryUsed, 2 + chunkOverhead);
  });

  it('drops chunks that lie wholly before a position, and no other', () => {
    const log = logOf('abc', 'def', 'ghi');
    log.dropBefore(5);
    assert.equal(log.start, 3);
    assert.equal(log.memoryUsed, 6 + 2 * chunkOverhead);
    assert.equal(text(log.read(0, 9)), 'defghi');
    log.dropBefore(9);
    assert.equal(log.start, 9);
    assert.equal(log.memoryUsed, 0);
    log.append(Buffer.from('jk'));
    assert.equal(text(log.read(0, 100)), 'jk');
    assert.equal(log.end, 11);
  });

  it('drops nothing where there is nothing', () => {
    const log = new ChunkLog();
    log.dropOldestChunk();
    log.dropBefore(10);
    assert.equal(log.memoryUsed, 0);
  });

  it('reads like one long array, whatever was appended and dropped', () => {
    const step = fc.oneof(
      fc.uint8Array({ maxLength: 9 }).map((append) => ({ append })),
      fc.nat(40).map((drop) => ({ drop })),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.nat(200),
        fc.nat(60),
        (steps, at, length) => {
          const log = new ChunkLog();
          const all: number[] = [];
          for (const one of steps) {
            if ('append' in one) {
              log.append(one.append);
              all.push(...one.append);
            } else {
              log.dropBefore(Math.min(log.start + one.drop, log.end));
            }
          }
          assert.equal(log.end, all.length);
          const from = Math.max(at, log.start);
          assert.deepEqual([...log.read(at, length)], all.slice(from, Math.max(from, at + length)));
        },
      ),
    );
  });

  it('stays right after more chunks were dropped than its slack', () => {
    const log = new ChunkLog();
    for (let index = 0; index < 5000; index++) {
      log.append(Uint8Array.of(index & 0xff, index >> 8));
      if (index >= 10) log.dropBefore(2 * (index - 9));
    }
    assert.equal(log.start, 2 * 4990);
    assert.equal(log.memoryUsed, 10 * (2 + chunkOverhead));
    assert.deepEqual([...log.read(2 * 4995, 4)], [4995 & 0xff, 4995 >> 8, 4996 & 0xff, 4996 >> 8]);
  });
});

describe('ChunkLog before a file', () => {
  /** A file to which the log is written when the test says so. */
  class MemoryFile {
    bytes = Buffer.alloc(0);

    write(log: ChunkLog, upTo = log.end): void {
      const unwritten = Buffer.concat([...log.unwritten(this.bytes.length)]);
      this.bytes = Buffer.concat([this.bytes, unwritten.subarray(0, upTo - this.bytes.length)]);
      log.written(this.bytes.length);
    }

    read(position: number, length: number): Uint8Array<ArrayBuffer> {
      return new Uint8Array(this.bytes.subarray(position, position + length));
    }
  }

  it('reads the same wherever a byte lies, and lets go what is written', () => {
    const step = fc.oneof(
      fc.record({ append: fc.uint8Array({ maxLength: 9 }) }),
      fc.record({ write: fc.nat(9) }),
    );
    fc.assert(
      fc.property(fc.array(step), fc.nat(40), fc.nat(40), (steps, at, length) => {
        const log = new ChunkLog();
        const file = new MemoryFile();
        log.attach(file, 0);
        const all: number[] = [];
        for (const one of steps) {
          if ('append' in one) {
            log.append(one.append);
            all.push(...one.append);
          } else {
            file.write(log, Math.min(file.bytes.length + one.write, log.end));
          }
          assert.deepEqual([...log.read(at, length)], all.slice(at, at + length));
        }
        file.write(log);
        assert.equal(log.memoryUsed, 0);
        assert.deepEqual([...file.bytes], all);
        assert.equal(log.start, 0);
      }),
    );
  });

  it('goes on behind what the file holds', () => {
    const log = new ChunkLog();
    const file = new MemoryFile();
    file.bytes = Buffer.from('stored');
    log.attach(file, 6);
    log.append(Buffer.from(' more'));
    assert.equal(text(log.read(3, 100)), 'red more');
    file.write(log);
    assert.equal(file.bytes.toString(), 'stored more');
  });

  it('gives no gap when its oldest chunk in memory has to go', () => {
    const log = new ChunkLog();
    const file = new MemoryFile();
    log.attach(file, 0);
    log.append(Buffer.from('written'));
    file.write(log);
    for (const chunk of ['one', 'two']) log.append(Buffer.from(chunk));
    log.dropOldestChunk();
    assert.equal(log.start, 10);
    assert.equal(text(log.read(0, 100)), 'two');
    log.dropBefore(12);
    assert.equal(text(log.read(0, 100)), 'o');
  });
});
