import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { dataFiles, type DataFile } from '../../../src/capture/captureFormat';
import { ConsistentCut, type FileSizes } from '../../../src/capture/consistentCut';

/** Files that grow and are written as a test says. */
function files() {
  const all = dataFiles.map((name) => [name, { written: 0, end: 0 }] as const);
  return Object.fromEntries(all) as Record<DataFile, { written: number; end: number }>;
}

describe('ConsistentCut', () => {
  it('begins with what the files hold', () => {
    const growing = files();
    growing.rows = { written: 40, end: 80 };
    assert.equal(new ConsistentCut(growing).newest.rows, 40);
  });

  it('goes on when the last file has been written, and says so', () => {
    const growing = files();
    const cut = new ConsistentCut(growing);
    growing['in.bytes'].end = 66;
    growing.rows.end = 40;
    assert.equal(cut.advance(), false);
    growing.rows.written = 40;
    assert.equal(cut.advance(), false);
    assert.equal(cut.newest.rows, 0);
    growing['in.bytes'].written = 66;
    assert.equal(cut.advance(), true);
    assert.deepEqual([cut.newest.rows, cut.newest['in.bytes']], [40, 66]);
    assert.equal(cut.advance(), false);
  });

  it('is always what all files had at one moment and have been written since', () => {
    const step = fc.record({
      name: fc.constantFrom(...dataFiles),
      grow: fc.nat(50),
      write: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const growing = files();
        const cut = new ConsistentCut(growing);
        const sizes = (): FileSizes =>
          Object.fromEntries(dataFiles.map((name) => [name, growing[name].end])) as FileSizes;
        const moments = [sizes()];
        for (const { name, grow, write } of steps) {
          growing[name].end += grow;
          moments.push(sizes());
          growing[name].written = Math.min(growing[name].end, growing[name].written + write);
          cut.advance();
          const { newest } = cut;
          assert.ok(
            moments.some((moment) => dataFiles.every((one) => moment[one] === newest[one])),
          );
          for (const one of dataFiles) assert.ok(newest[one] <= growing[one].written);
        }
        for (const name of dataFiles) growing[name].written = growing[name].end;
        assert.deepEqual(cut.newest, sizes());
      }),
    );
  });
});
