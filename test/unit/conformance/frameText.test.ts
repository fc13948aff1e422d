import assert from 'node:assert/strict';
import { close, frame, text, type ClientFrame } from '../../../src/conformance/clientFrame';
import { FrameStream } from '../../../src/conformance/frameStream';
import { frameText } from '../../../src/conformance/frameText';

function textOf(bytes: Uint8Array, from: 'client' | 'server' = 'client'): string {
  const texts: string[] = [];
  const stream = new FrameStream(from, false, (one) => texts.push(frameText(one, from)));
  stream.push(bytes);
  stream.end();
  return texts.join(' | ');
}

describe('frameText', () => {
  const cases: [fields: ClientFrame, says: string][] = [
    [{ opcode: 1, payload: 'Hello' }, 'text, 5 bytes'],
    [{ opcode: 2, payload: 'a' }, 'binary, 1 byte'],
    [{ opcode: 0, fin: false }, 'continuation, without FIN, 0 bytes'],
    [{ opcode: 9, rsv: 0b111 }, 'ping, RSV1, RSV2, RSV3, 0 bytes'],
    [{ opcode: 10, maskingKey: undefined }, 'pong, not masked, 0 bytes'],
    [{ opcode: 3 }, 'reserved data opcode 0x3, 0 bytes'],
    [{ opcode: 15 }, 'reserved control opcode 0xF, 0 bytes'],
    [{ opcode: 8 }, 'close, 0 bytes'],
    [{ opcode: 8, payload: 'x' }, 'close, 1 byte'],
    [{ opcode: 2, payload: 'ab', declaredLength: 5000n }, 'binary, 2 of 5,000 bytes'],
  ];
  for (const [fields, says] of cases) {
    it(`says "${says}"`, () => assert.equal(textOf(frame(fields)), says));
  }

  it('says what a close frame says', () => {
    assert.equal(textOf(close(1002, 'no')), 'close 1002 Protocol Error "no", 4 bytes');
    assert.equal(
      textOf(close(1000, 'a\u001b[31m')),
      'close 1000 Normal Closure "a\ufffd[31m", 8 bytes',
    );
  });

  it('says that a server masks', () => {
    assert.equal(textOf(text('a'), 'server'), 'text, masked, 1 byte');
    assert.equal(textOf(text('a', { maskingKey: undefined }), 'server'), 'text, 1 byte');
  });
});
