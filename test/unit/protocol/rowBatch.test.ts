import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decodeRowBatch, encodeRowBatch, type Row } from '../../../src/protocol/rowBatch';

const anyRow: fc.Arbitrary<Row> = fc.record(
  {
    row: fc.maxSafeNat(),
    kind: fc.constantFrom('frame', 'status'),
    direction: fc.constantFrom('in', 'out'),
    timeUs: fc.double({ noNaN: true }),
    deltaUs: fc.double({ noNaN: true }),
    opcode: fc.nat(15),
    fin: fc.boolean(),
    rsv1: fc.boolean(),
    rsv2: fc.boolean(),
    rsv3: fc.boolean(),
    masked: fc.boolean(),
    size: fc.maxSafeNat(),
    severity: fc.constantFrom('none', 'info', 'warning', 'error'),
    preview: fc.string({ unit: 'grapheme' }),
  },
  { noNullPrototype: true },
);

describe('rowBatch', () => {
  it('gives back what was packed', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffff_ffff),
        fc.maxSafeNat(),
        fc.array(anyRow),
        (generation, start, rows) => {
          const batch = { generation, start, rows };
          assert.deepEqual(decodeRowBatch(encodeRowBatch(batch)), batch);
        },
      ),
    );
  });

  it('keeps a byte order mark at the start of a preview', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const rows = [{ ...row, preview: '\ufeffmarked' }];
        const batch = decodeRowBatch(encodeRowBatch({ generation: 1, start: 0, rows }));
        assert.equal(batch.rows[0]?.preview, '\ufeffmarked');
      }),
    );
  });

  it('takes 40 bytes a row besides its preview', () => {
    assert.equal(encodeRowBatch({ generation: 0, start: 0, rows: [] }).byteLength, 16);
    const [row] = fc.sample(anyRow, 1);
    assert.ok(row);
    const rows = [
      { ...row, preview: 'é' },
      { ...row, preview: '' },
    ];
    assert.equal(encodeRowBatch({ generation: 0, start: 0, rows }).byteLength, 16 + 80 + 2);
  });
});
