import assert from 'node:assert/strict';
import {
  headerLengthOf,
  lengthBitsOf,
  maxHeaderLength,
  payloadLengthOf,
  uint32At,
} from '../../../src/wire/frameHeader';

const header = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('frameHeader', () => {
  it('knows the header length from the second byte', () => {
    assert.deepEqual([0, 125, 126, 127].map(headerLengthOf), [2, 2, 4, 10]);
    assert.deepEqual([0x80, 0xfd, 0xfe, 0xff].map(headerLengthOf), [6, 6, 8, maxHeaderLength]);
  });

  it('knows the form of the length from the second byte', () => {
    assert.deepEqual([0, 125, 126, 127].map(lengthBitsOf), [7, 7, 16, 64]);
    assert.deepEqual([0x80, 0xfd, 0xfe, 0xff].map(lengthBitsOf), [7, 7, 16, 64]);
  });

  it('reads the three forms of the length', () => {
    assert.equal(payloadLengthOf(header('82 7d'), 0), 125);
    assert.equal(payloadLengthOf(header('82 fe ff fe'), 0), 0xfffe);
    assert.equal(payloadLengthOf(header('82 7f 001fffff ffffffff'), 0), Number.MAX_SAFE_INTEGER);
    assert.equal(payloadLengthOf(header('82 ff ffffffff ffffffff'), 0), 2 ** 64);
  });

  it('rounds no legal length up to one that is not allowed', () => {
    assert.ok(payloadLengthOf(header('82 7f 7fffffff ffffffff'), 0) < 2 ** 63);
    assert.equal(payloadLengthOf(header('82 7f 80000000 00000000'), 0), 2 ** 63);
  });

  it('reads a header that stands inside other bytes', () => {
    assert.equal(payloadLengthOf(header('0000 82 7e 0100'), 2), 256);
  });

  it('reads a uint32 without a sign', () => {
    assert.equal(uint32At(header('00 fffefdfc'), 1), 0xfffefdfc);
  });
});
