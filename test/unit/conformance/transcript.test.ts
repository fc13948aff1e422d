import assert from 'node:assert/strict';
import { frame } from '../../../src/conformance/clientFrame';
import { FrameStream } from '../../../src/conformance/frameStream';
import {
  longestBytesKept,
  mostStepsKept,
  noSecrets,
  Transcript,
} from '../../../src/conformance/transcript';

function tellFrame(transcript: Transcript, bytes: Uint8Array): void {
  new FrameStream('client', false, (one) => transcript.frame('client', one)).push(bytes);
}

describe('transcript', () => {
  it('keeps what both sides did, and which rules frames break', () => {
    const transcript = new Transcript(noSecrets);
    tellFrame(transcript, frame({ opcode: 3, maskingKey: undefined }));
    transcript.event('server', 'ends');
    const [sent, event] = transcript.steps;
    assert.equal(sent?.text, 'reserved data opcode 0x3, not masked, 0 bytes');
    assert.deepEqual(sent.breaks, ['reserved-opcode', 'unmasked-from-client']);
    assert.deepEqual([...sent.bytes], [0x83, 0x00]);
    assert.deepEqual(
      { ...event, ms: 0 },
      {
        from: 'server',
        ms: 0,
        kind: 'event',
        text: 'ends',
        bytes: new Uint8Array(0),
        length: 0,
        breaks: [],
      },
    );
  });

  it('masks secrets in both heads', () => {
    const transcript = new Transcript({ names: ['token'], values: ['sesame', 'c2VjcmV0'] });
    transcript.request('GET /?token=sesame HTTP/1.1\r\nAuthorization: Basic c2VjcmV0\r\n\r\n');
    transcript.answer('HTTP/1.1 403 No\r\nX-Why: c2VjcmV0 is bad, sesame too\r\n\r\n');
    const [request, answer] = transcript.steps;
    assert.equal(
      request?.text,
      'GET /?token=****** HTTP/1.1\r\nAuthorization: **************\r\n\r\n',
    );
    assert.equal(answer?.text, 'HTTP/1.1 403 No\r\nX-Why: ******** is bad, ****** too\r\n\r\n');
  });

  it('keeps the beginning of a long frame, and so many steps', () => {
    const transcript = new Transcript(noSecrets);
    const bytes = frame({ opcode: 2, payload: 'x'.repeat(1_000) });
    for (let count = 0; count < mostStepsKept + 5; count++) tellFrame(transcript, bytes);
    assert.equal(transcript.steps.length, mostStepsKept);
    assert.equal(transcript.omitted, 5);
    assert.equal(transcript.steps[0]?.bytes.length, longestBytesKept);
    assert.equal(transcript.steps[0]?.length, bytes.length);
  });
});
