import assert from 'node:assert/strict';
import { binary, continuation, ping, text } from '../../../src/conformance/clientFrame';
import type { DeflateAgreement } from '../../../src/conformance/deflateAgreement';
import { FrameStream } from '../../../src/conformance/frameStream';
import { MessageDeflater } from '../../../src/conformance/messageDeflate';
import { ServerMessages } from '../../../src/conformance/serverMessages';

const agreement: DeflateAgreement = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverWindowBits: 15,
  clientWindowBits: 15,
};
const unmasked = { maskingKey: undefined };
const compressed = { ...unmasked, rsv: 4 };

function messagesOf(frames: readonly Uint8Array[], deflate?: DeflateAgreement) {
  const messages: unknown[] = [];
  const assembly = new ServerMessages(deflate);
  const stream = new FrameStream('server', deflate !== undefined, (frame) => {
    const message = assembly.next(frame);
    if (!message) return;
    messages.push({ ...message, payload: Buffer.from(message.payload).toString() });
  });
  for (const frame of frames) stream.push(frame);
  return messages;
}

describe('serverMessages', () => {
  const plain = { compressed: false, problem: undefined };

  it('puts fragments together, whatever stands between them', () => {
    assert.deepEqual(
      messagesOf([
        text('Hel', { ...unmasked, fin: false }),
        ping('', unmasked),
        continuation('lo', unmasked),
        binary('b', unmasked),
      ]),
      [
        { opcode: 1, payload: 'Hello', ...plain },
        { opcode: 2, payload: 'b', ...plain },
      ],
    );
  });

  it('passes over a continuation without a message', () => {
    const frames = [continuation('x', unmasked), text('a', unmasked), continuation('y', unmasked)];
    assert.deepEqual(messagesOf(frames), [{ opcode: 1, payload: 'a', ...plain }]);
  });

  it('inflates what is compressed, and says why it cannot', () => {
    const deflater = new MessageDeflater({ noContextTakeover: false, windowBits: 15 });
    const first = deflater.deflate('Hello');
    const frames = [
      text(first.subarray(0, 3), { ...compressed, fin: false }),
      continuation(first.subarray(3), unmasked),
      text(deflater.deflate('Hello'), compressed),
      text('plain', unmasked),
      text(Uint8Array.of(0xff), compressed),
    ];
    assert.deepEqual(messagesOf(frames, agreement), [
      { opcode: 1, payload: 'Hello', compressed: true, problem: undefined },
      { opcode: 1, payload: 'Hello', compressed: true, problem: undefined },
      { opcode: 1, payload: 'plain', ...plain },
      { opcode: 1, payload: '', compressed: true, problem: 'invalid block type' },
    ]);
    const strict = { ...agreement, serverNoContextTakeover: true };
    assert.deepEqual(messagesOf(frames.slice(2, 3), strict), [
      { opcode: 1, payload: '', compressed: true, problem: 'invalid distance too far back' },
    ]);
  });
});
