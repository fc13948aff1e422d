import assert from 'node:assert/strict';
import {
  closeTimeoutProblem,
  connectionLostProblem,
  pingFloodProblem,
  protocolProblem,
  rejectedProblem,
  unfinishedMessageProblem,
} from '../../../src/session/protocolProblem';

const limits = { messageLimit: 1000, habits: { mostFragments: 16_384, mostBufferedChunks: 8 } };

function problemOf(code: string, message: string) {
  return protocolProblem(Object.assign(new Error(message), { code }), limits);
}

describe('protocolProblem', () => {
  it('names the rule that was broken', () => {
    const { code, message } = problemOf('WS_ERR_INVALID_UTF8', 'invalid UTF-8 sequence');
    assert.equal(code, 'protocol-error');
    assert.match(message, /not valid UTF-8 \(RFC 6455 §8\.1\)/);
  });

  it('tells the two limits apart that ws has one code for', () => {
    const code = 'WS_ERR_TOO_MANY_BUFFERED_PARTS';
    assert.match(problemOf(code, 'Too many message fragments').message, /16,384 fragments.*1008/);
    assert.match(problemOf(code, 'Too many buffered chunks').message, /8 pieces.*1008/);
  });

  it('says which limit a message was too big for', () => {
    const { message } = problemOf('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'Max payload size exceeded');
    assert.match(
      message,
      /limit of 0\.001 MB.*1009.*limits\.messageSize.*limit of this connection/,
    );
  });

  it('names what raises the limit there, and nothing where nothing does', () => {
    const code = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    const error = Object.assign(new Error('Max payload size exceeded'), { code });
    const limitNames = { messageSize: 'the one', handshakeTimeout: 'the other' };
    assert.match(protocolProblem(error, { ...limits, limitNames }).message, /raise the one\.$/);
    const unlimited = protocolProblem(error, { ...limits, limitNames, messageLimit: 0 }).message;
    assert.match(unlimited, /2\.1 GB.*in several\.$/);
  });

  it('explains a corrupt deflate stream, and passes on what it does not know', () => {
    assert.match(problemOf('Z_DATA_ERROR', 'invalid block type').message, /RFC 7692 §7\.2\.2/);
    assert.match(problemOf('OTHER', 'something else').message, /something else/);
  });
});

describe('problems of an end', () => {
  it('are sentences that say what to do', () => {
    for (const problem of [
      rejectedProblem(1009),
      unfinishedMessageProblem(),
      connectionLostProblem(undefined, true),
      closeTimeoutProblem(5_000),
      pingFloodProblem(60),
    ]) {
      assert.match(problem?.message ?? '', /^[A-Z].*\.$/);
    }
  });

  it('are none for a code that names no fault of this end', () => {
    assert.deepEqual(
      [1002, 1003, 1007, 1009].map((code) => rejectedProblem(code)?.code),
      Array(4).fill('rejected'),
    );
    for (const code of [1000, 1001, 1005, 1006, 1008, 1011, 4000]) {
      assert.equal(rejectedProblem(code), undefined);
    }
  });
});
