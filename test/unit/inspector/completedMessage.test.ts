import assert from 'node:assert/strict';
import { completedMessage } from '../../../src/inspector/completedMessage';
import { captureOfFrames, type FrameToCapture } from './support/captureOfFrames';

function completed(frames: readonly FrameToCapture[], row: number, options = {}) {
  const capture = captureOfFrames(frames, options);
  const frame = capture.frame(row);
  return frame && completedMessage(capture, row, frame);
}

describe('completedMessage', () => {
  it('is that of the last fragment, and of no other frame', () => {
    const frames = [{ opcode: 1, fin: false }, { opcode: 9 }, { opcode: 0 }];
    const [first, ping, last] = [0, 1, 2].map((row) => completed(frames, row));
    assert.deepEqual([first, ping], [undefined, undefined]);
    assert.deepEqual(last, { opcode: 1, firstRow: 0, compressed: false, readable: true });
  });

  it('is none for a fragment that continues nothing', () => {
    assert.equal(completed([{ opcode: 0 }], 0), undefined);
  });

  it('cannot be read when bytes of it are gone', () => {
    const frames = [{ opcode: 2, payload: Buffer.alloc(10_000) }];
    assert.equal(completed(frames, 0, { memoryLimit: 1000 })?.readable, false);
  });

  it('cannot be read when its first fragment is gone', () => {
    const part = Buffer.alloc(1000);
    const frames = [
      { opcode: 2, fin: false, payload: part },
      { opcode: 0, fin: false, payload: part },
      { opcode: 0, payload: part },
    ];
    const [gone, kept] = [2500, 1e6].map((memoryLimit) => completed(frames, 2, { memoryLimit }));
    assert.deepEqual([gone?.readable, kept?.readable], [false, true]);
  });

  it('cannot be read when it was not inflated', () => {
    const frames = [{ opcode: 1, rsv: 4, payload: Buffer.of(0) }];
    assert.equal(completed(frames, 0, { permessageDeflate: true })?.readable, false);
  });
});
