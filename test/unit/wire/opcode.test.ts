import assert from 'node:assert/strict';
import { isControl, isReserved, Opcode } from '../../../src/wire/opcode';

const all = Array.from({ length: 16 }, (_, opcode) => opcode);

describe('opcode', () => {
  it('has the numbers of RFC 6455 §11.8', () => {
    assert.deepEqual(Opcode, { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 });
  });

  it('tells control frames by the highest bit', () => {
    assert.deepEqual(all.filter(isControl), [8, 9, 10, 11, 12, 13, 14, 15]);
  });

  it('knows the reserved opcodes', () => {
    assert.deepEqual(all.filter(isReserved), [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]);
  });
});
