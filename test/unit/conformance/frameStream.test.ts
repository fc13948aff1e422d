import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { close, continuation, frame, ping, text } from '../../../src/conformance/clientFrame';
import { FrameStream, type SeenFrame } from '../../../src/conformance/frameStream';

function read(chunks: readonly Uint8Array[], permessageDeflate = false): SeenFrame[] {
  const frames: SeenFrame[] = [];
  const stream = new FrameStream('client', permessageDeflate, (one) => frames.push(one));
  for (const chunk of chunks) stream.push(chunk);
  stream.end();
  return frames;
}

const facts = ({ bytes, payload, findings }: SeenFrame) => ({
  bytes: Buffer.from(bytes).toString('hex'),
  payload: Buffer.from(payload).toString(),
  findings: findings.map(({ code }) => code),
});

describe('frameStream', () => {
  const frames = [text('Hel', { fin: false }), ping('ping'), continuation('lo'), close(1005)];

  it('gives each frame with its payload, its bytes and what is wrong with it', () => {
    const hex = frames.map((one) => Buffer.from(one).toString('hex'));
    assert.deepEqual(read([Buffer.concat(frames)]).map(facts), [
      { bytes: hex[0], payload: 'Hel', findings: [] },
      { bytes: hex[1], payload: 'ping', findings: [] },
      { bytes: hex[2], payload: 'lo', findings: [] },
      { bytes: hex[3], payload: '\u0003\ufffd', findings: ['close-code-invalid'] },
    ]);
  });

  it('gives the same however the bytes are cut', () => {
    const stream = Buffer.concat(frames);
    const whole = read([stream]).map(facts);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: stream.length })), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const chunks = at.slice(1).map((end, index) => stream.subarray(at[index], end));
        assert.deepEqual(read(chunks).map(facts), whole);
      }),
    );
  });

  it('gives a frame that does not come whole when the stream ends', () => {
    const [cut] = read([frame({ opcode: 2, payload: 'Hello', declaredLength: 100n })]);
    assert.equal(cut?.payloadLength, 100);
    assert.equal(cut.payloadReceived, 5);
    assert.equal(Buffer.from(cut.payload).toString(), 'Hello');
    assert.deepEqual(read([Uint8Array.of(0x81)]).map(facts), [
      { bytes: '81', payload: '', findings: ['truncated'] },
    ]);
  });
});
