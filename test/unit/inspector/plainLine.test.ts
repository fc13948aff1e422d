import assert from 'node:assert/strict';
import { plainLineOf } from '../../../src/inspector/plainLine';
import { captureOfFrames, type FrameToCapture } from './support/captureOfFrames';
import { joined } from './support/joined';

/** The line of each row, `undefined` for a row that has none. */
function lines(frames: readonly FrameToCapture[]): (string | undefined)[] {
  const capture = captureOfFrames(frames);
  return frames.map((_, row) => {
    const parts = plainLineOf(capture, row);
    return parts.length === 0 ? undefined : joined(...parts);
  });
}

describe('plainLineOf', () => {
  it('writes a text as it is, but for its line breaks', () => {
    const payload = Buffer.from('{"a":\r\n"ü"}');
    assert.deepEqual(lines([{ opcode: 1, payload }]), ['{"a":\\r\\n"ü"}']);
  });

  it('writes binary data, and what is no UTF-8, as base64', () => {
    const payload = Buffer.of(0xff, 0xfe);
    assert.deepEqual(lines([{ opcode: 2, payload }]), ['//4=']);
    assert.deepEqual(lines([{ opcode: 1, payload }]), ['//4=']);
  });

  it('writes an empty message as an empty line', () => {
    assert.deepEqual(lines([{ opcode: 1 }]), ['']);
  });

  it('writes a message once, at its last frame, and no control frame', () => {
    const frames = [
      { opcode: 1, fin: false, payload: Buffer.from('a') },
      { opcode: 9, payload: Buffer.from('p') },
      { opcode: 0, payload: Buffer.from('b') },
    ];
    assert.deepEqual(lines(frames), [undefined, undefined, 'ab']);
  });
});
