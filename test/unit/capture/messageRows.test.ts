import assert from 'node:assert/strict';
import { FrameColumns } from '../../../src/capture/frameColumns';
import { endsMessage, rowsOfMessage } from '../../../src/capture/messageRows';
import { frameBits, messageBits, statusBits } from '../../../src/capture/rowBits';
import { findingBit } from '../../../src/wire/finding';

/** Rows in short: direction, first byte, and the row in which their message began. */
type ShortRow = ['in' | 'out', firstByte: number, start?: number] | 'status';

function columnsOf(rows: readonly ShortRow[]): FrameColumns {
  const columns = new FrameColumns();
  rows.forEach((short, row) => {
    if (short === 'status') {
      columns.append(0, statusBits, 0, 0, 0, 0, 0);
      return;
    }
    const [direction, firstByte, start] = short;
    const bits = frameBits(direction, firstByte, 2, 7, false);
    const message = start === undefined ? 0 : messageBits(false, false);
    columns.append(0, bits | message, 0, 0, 0, 0, start === undefined ? 0 : row - start);
  });
  return columns;
}

const interleaved = columnsOf([
  ['in', 0x01, 0],
  ['out', 0x81, 1],
  ['in', 0x89],
  ['in', 0x00, 0],
  'status',
  ['out', 0x02, 5],
  ['in', 0x80, 0],
  ['in', 0x81, 7],
]);

describe('rowsOfMessage', () => {
  it('finds the fragments between control frames, statuses and the other direction', () => {
    for (const row of [0, 3, 6]) {
      assert.deepEqual([...rowsOfMessage(interleaved, row, 8)], [0, 3, 6]);
    }
    assert.deepEqual([...rowsOfMessage(interleaved, 1, 8)], [1]);
    assert.deepEqual([...rowsOfMessage(interleaved, 7, 8)], [7]);
  });

  it('stops at the end of the connection while fragments are missing', () => {
    assert.deepEqual([...rowsOfMessage(interleaved, 5, 8)], [5]);
    assert.deepEqual([...rowsOfMessage(interleaved, 0, 6)], [0, 3]);
  });

  it('stops where another message begins before this one has ended', () => {
    const columns = columnsOf([
      ['in', 0x01, 0],
      ['in', 0x01, 1],
      ['in', 0x80, 1],
    ]);
    assert.deepEqual([...rowsOfMessage(columns, 0, 3)], [0]);
    assert.deepEqual([...rowsOfMessage(columns, 2, 3)], [1, 2]);
  });

  it('goes past reserved opcodes and continuations of nothing', () => {
    const columns = columnsOf([
      ['in', 0x01, 0],
      ['in', 0x83],
      ['in', 0x80, 0],
    ]);
    assert.deepEqual([...rowsOfMessage(columns, 0, 3)], [0, 2]);
  });

  it('begins with the oldest row kept when the first one is gone', () => {
    const columns = columnsOf([
      ['in', 0x01, 0],
      ['in', 0x00, 0],
      ['in', 0x80, 0],
    ]);
    columns.dropBefore(1);
    assert.deepEqual([...rowsOfMessage(columns, 2, 3)], [1, 2]);
  });
});

describe('endsMessage', () => {
  it('is true for a whole frame with FIN', () => {
    assert.equal(endsMessage(interleaved, 0), false);
    assert.equal(endsMessage(interleaved, 6), true);
    const columns = new FrameColumns();
    const bits = frameBits('in', 0x81, 2, 7, false) | messageBits(false, false);
    columns.append(0, bits, 0, 10, 0, findingBit('truncated'), 0);
    assert.equal(endsMessage(columns, 0), false, 'the frame was cut short');
  });
});
