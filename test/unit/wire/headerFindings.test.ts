import assert from 'node:assert/strict';
import { findingsOf } from '../../../src/wire/finding';
import {
  headerFindings,
  type HeaderFields,
  type StreamFacts,
} from '../../../src/wire/headerFindings';

const legal: HeaderFields = { firstByte: 0x82, masked: false, lengthBits: 7, payloadLength: 5 };

function codes(
  header: Partial<HeaderFields>,
  { sender = 'server', permessageDeflate = false }: Partial<StreamFacts> = {},
): string[] {
  const bits = headerFindings({ ...legal, ...header }, { sender, permessageDeflate });
  return findingsOf(bits).map(({ code }) => code);
}

const long = (payloadLength: number) => codes({ lengthBits: 64, payloadLength });

describe('headerFindings', () => {
  it('has nothing to say about a legal header', () => {
    assert.deepEqual(codes({}), []);
    assert.deepEqual(codes({ masked: true }, { sender: 'client' }), []);
  });

  it('finds reserved bits', () => {
    for (const firstByte of [0xc2, 0xa2, 0x92, 0xf2]) {
      assert.deepEqual(codes({ firstByte }), ['reserved-bits']);
    }
  });

  describe('with permessage-deflate', () => {
    const deflate = { permessageDeflate: true };

    it('lets RSV1 mark the first frame of a message, and nothing else', () => {
      assert.deepEqual(codes({ firstByte: 0xc1 }, deflate), []);
      assert.deepEqual(codes({ firstByte: 0x42 }, deflate), []);
      assert.deepEqual(codes({ firstByte: 0xc0 }, deflate), ['rsv1-on-continuation']);
      assert.deepEqual(codes({ firstByte: 0xc9 }, deflate), ['rsv1-on-control']);
    });

    it('gives RSV2 and RSV3 no meaning', () => {
      assert.deepEqual(codes({ firstByte: 0xa1 }, deflate), ['reserved-bits']);
      assert.deepEqual(codes({ firstByte: 0xd1 }, deflate), ['reserved-bits']);
    });
  });

  it('finds reserved opcodes', () => {
    for (const opcode of [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) {
      assert.deepEqual(codes({ firstByte: 0x80 | opcode }), ['reserved-opcode']);
    }
  });

  it('finds wrong masking, by sender', () => {
    assert.deepEqual(codes({}, { sender: 'client' }), ['unmasked-from-client']);
    assert.deepEqual(codes({ masked: true }), ['masked-from-server']);
  });

  it('holds control frames to one frame of 125 bytes, reserved ones too', () => {
    assert.deepEqual(codes({ firstByte: 0x89, payloadLength: 125 }), []);
    assert.deepEqual(codes({ firstByte: 0x09 }), ['fragmented-control']);
    const oversized = { lengthBits: 16, payloadLength: 126 } as const;
    assert.deepEqual(codes({ ...oversized, firstByte: 0x8a }), ['oversized-control']);
    assert.deepEqual(codes({ ...oversized, firstByte: 0x0b }), [
      'reserved-opcode',
      'fragmented-control',
      'oversized-control',
    ]);
  });

  it('finds lengths in a longer form than they need', () => {
    assert.deepEqual(codes({ lengthBits: 16, payloadLength: 125 }), ['non-minimal-length']);
    assert.deepEqual(codes({ lengthBits: 16, payloadLength: 126 }), []);
    assert.deepEqual(codes({ lengthBits: 64, payloadLength: 65535 }), ['non-minimal-length']);
    assert.deepEqual(codes({ lengthBits: 64, payloadLength: 65536 }), []);
  });

  it('finds lengths that are illegal or cannot be counted', () => {
    assert.deepEqual(long(2 ** 53 - 1), []);
    assert.deepEqual(long(2 ** 53), ['length-uncountable']);
    assert.deepEqual(long(2 ** 62), ['length-uncountable']);
    assert.deepEqual(long(2 ** 63), ['length-overflow']);
    assert.deepEqual(long(2 ** 64), ['length-overflow']);
  });
});
