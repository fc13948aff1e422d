import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { headerFields } from '../../../src/webview/headerFields';
import { cellReached, cellRows, headerGrid, type GridPlace } from '../../../src/webview/headerGrid';
import { frameFields } from '../../support/panelFixture';

const maskedFrame = frameFields({
  masked: true,
  maskingKey: '37fa213d',
  headerLength: 6,
  payloadLength: 5,
  payloadReceived: 5,
});
const lines = headerGrid(headerFields(maskedFrame, undefined));
const rows = cellRows(lines);

/** Where keys lead to, one after another. */
function reached(place: GridPlace, ...keys: string[]): GridPlace {
  return keys.reduce((at, key) => cellReached(rows, at, key) ?? at, place);
}

describe('headerGrid', () => {
  it('breaks fields at the end of a line of 32 bits', () => {
    assert.deepEqual(
      lines.map(({ fields }) =>
        fields.map(({ field, from, to, isStart }) => `${field?.id} ${from}-${to} ${isStart}`),
      ),
      [
        [
          'fin 0-1 true',
          'rsv1 1-2 true',
          'rsv2 2-3 true',
          'rsv3 3-4 true',
          'opcode 4-8 true',
          'mask 8-9 true',
          'length 9-16 true',
          'maskingKey 16-32 true',
        ],
        ['maskingKey 32-48 false', 'payload 48-64 true'],
      ],
    );
  });

  it('has a byte below every eight bits', () => {
    assert.deepEqual(
      lines.map(({ bytes }) => bytes.map(({ from }) => from / 8)),
      [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
      ],
    );
  });

  it('draws one line of payload data where the header ends with its line', () => {
    const part = { masked: true, lengthBits: 16, headerLength: 8 } as const;
    const fields = frameFields({ ...part, payloadLength: 300, payloadReceived: 300 });
    const drawn = headerGrid(headerFields(fields, undefined));
    assert.equal(drawn.length, 3);
    assert.deepEqual(
      drawn[2]?.fields.map(({ from, to, isEnd }) => [from, to, isEnd]),
      [[64, 96, false]],
    );
  });

  it('draws no more than there is', () => {
    const short = frameFields({ payloadLength: 1, payloadReceived: 1 });
    const drawn = headerGrid(headerFields(short, undefined));
    assert.equal(drawn[0]?.bytes.length, 3);
    assert.equal(drawn[0]?.fields.at(-1)?.to, 24);
    assert.equal(headerGrid(headerFields(frameFields({}), undefined)).length, 1);
  });
});

describe('cellReached', () => {
  it('goes from field to field, and on in the next line', () => {
    assert.deepEqual(reached({ row: 0, cell: 7 }, 'ArrowRight'), { row: 2, cell: 0 });
    assert.deepEqual(reached({ row: 2, cell: 0 }, 'ArrowLeft'), { row: 0, cell: 7 });
    assert.deepEqual(reached({ row: 0, cell: 0 }, 'ArrowLeft'), { row: 0, cell: 0 });
    assert.deepEqual(reached({ row: 2, cell: 0 }, 'End', 'ArrowRight'), { row: 2, cell: 1 });
  });

  it('goes down to the byte that holds the field, and up to the field that holds its first bit', () => {
    assert.deepEqual(reached({ row: 0, cell: 5 }, 'ArrowDown'), { row: 1, cell: 1 });
    assert.deepEqual(reached({ row: 1, cell: 1 }, 'ArrowUp'), { row: 0, cell: 5 });
    assert.deepEqual(reached({ row: 1, cell: 3 }, 'ArrowDown'), { row: 2, cell: 1 });
    assert.deepEqual(reached({ row: 3, cell: 0 }, 'ArrowDown'), { row: 3, cell: 0 });
  });

  it('leaves other keys alone', () => {
    assert.equal(cellReached(rows, { row: 0, cell: 0 }, 'a'), undefined);
  });

  it('never leaves the grid', () => {
    const keys = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End');
    fc.assert(
      fc.property(fc.array(keys), (pressed) => {
        const { row, cell } = reached({ row: 0, cell: 0 }, ...pressed);
        assert.ok(rows[row]?.[cell]);
      }),
    );
  });
});
