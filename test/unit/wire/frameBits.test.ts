import assert from 'node:assert/strict';
import { finOf, opcodeOf, rsv1Of, rsv2Of, rsv3Of } from '../../../src/wire/frameBits';

const read = (byte: number) => [finOf, rsv1Of, rsv2Of, rsv3Of].map((of) => of(byte));

describe('frameBits', () => {
  it('reads the first byte from FIN down to the opcode', () => {
    assert.deepEqual(read(0x80), [true, false, false, false]);
    assert.deepEqual(read(0x40), [false, true, false, false]);
    assert.deepEqual(read(0x20), [false, false, true, false]);
    assert.deepEqual(read(0x10), [false, false, false, true]);
    assert.deepEqual(read(0x0f), [false, false, false, false]);
    assert.equal(opcodeOf(0xfa), 0xa);
  });
});
