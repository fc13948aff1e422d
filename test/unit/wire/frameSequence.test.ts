import assert from 'node:assert/strict';
import { findingsOf } from '../../../src/wire/finding';
import { FrameSequence } from '../../../src/wire/frameSequence';

/** The findings of each frame of a direction, given by their first bytes. */
function codes(...firstBytes: number[]): string[][] {
  const sequence = new FrameSequence();
  return firstBytes.map((byte) => findingsOf(sequence.next(byte)).map(({ code }) => code));
}

describe('frameSequence', () => {
  it('accepts whole and fragmented messages with control frames between', () => {
    assert.deepEqual(codes(0x81, 0x01, 0x89, 0x00, 0x8a, 0x80, 0x82, 0x88).flat(), []);
  });

  it('finds a continuation without a message', () => {
    assert.deepEqual(codes(0x80, 0x00, 0x81, 0x80), [
      ['continuation-without-message'],
      ['continuation-without-message'],
      [],
      ['continuation-without-message'],
    ]);
  });

  it('finds a message that begins inside another and goes on with the new one', () => {
    assert.deepEqual(codes(0x01, 0x02, 0x80, 0x81), [[], ['data-frame-inside-message'], [], []]);
    assert.deepEqual(codes(0x01, 0x82, 0x80), [
      [],
      ['data-frame-inside-message'],
      ['continuation-without-message'],
    ]);
  });

  it('finds data frames after a close frame; control frames may still come', () => {
    assert.deepEqual(codes(0x01, 0x88, 0x89, 0x80, 0x81, 0x83), [
      [],
      [],
      [],
      ['data-after-close'],
      ['data-after-close'],
      ['data-after-close'],
    ]);
  });

  it('leaves messages as they are at a reserved opcode', () => {
    assert.deepEqual(codes(0x01, 0x83, 0x80).flat(), []);
  });
});
