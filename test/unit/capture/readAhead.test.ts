import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { blockBytes, ReadAhead } from '../../../src/capture/readAhead';

/** A file that grows, and counts how often it is read. */
class GrowingFile {
  bytes = Buffer.alloc(0);
  reads = 0;

  read(position: number, length: number): Uint8Array<ArrayBuffer> {
    this.reads++;
    return new Uint8Array(this.bytes.subarray(position, position + length));
  }
}

describe('ReadAhead', () => {
  it('reads a file once for many small pieces', () => {
    const file = new GrowingFile();
    file.bytes = Buffer.from(Array.from({ length: 10_000 }, (_, at) => at & 0xff));
    const ahead = new ReadAhead(file);
    for (let at = 0; at < 10_000; at += 100) {
      const expected = file.bytes.subarray(at, at + 100);
      assert.deepEqual(Buffer.from(ahead.read(at, 100, 10_000)), expected);
    }
    assert.equal(file.reads, 1);
  });

  it('never reads ahead of what the file holds for good', () => {
    const file = new GrowingFile();
    file.bytes = Buffer.from('good, half written');
    const ahead = new ReadAhead(file);
    assert.equal(Buffer.from(ahead.read(0, 4, 5)).toString(), 'good');
    file.bytes = Buffer.from('good, all written');
    assert.equal(Buffer.from(ahead.read(4, 9, 17)).toString(), ', all wri');
  });

  it('reads large pieces past the block, and gives copies', () => {
    const file = new GrowingFile();
    file.bytes = Buffer.alloc(2 * blockBytes, 'x');
    const ahead = new ReadAhead(file);
    assert.equal(ahead.read(0, blockBytes, file.bytes.length).length, blockBytes);
    ahead.read(0, 9, file.bytes.length).fill(0);
    assert.equal(Buffer.from(ahead.read(0, 9, file.bytes.length)).toString(), 'xxxxxxxxx');
  });

  it('reads what the file says, whatever was read before', () => {
    const content = Buffer.from(Array.from({ length: 3 * blockBytes }, (_, at) => at % 251));
    const piece = fc.record({ at: fc.nat(content.length), length: fc.nat(blockBytes + 10) });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const file = new GrowingFile();
        file.bytes = content;
        const ahead = new ReadAhead(file);
        for (const { at, length } of pieces) {
          const expected = content.subarray(at, at + length);
          assert.deepEqual(Buffer.from(ahead.read(at, length, content.length)), expected);
        }
      }),
    );
  });
});
