import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  acceptanceProblems,
  fieldOf,
  readOpeningAnswer,
} from '../../../src/conformance/openingAnswer';

/** The key and the accept value of RFC 6455 §1.3. */
const key = 'dGhlIHNhbXBsZSBub25jZQ==';
const accept = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

function answer(...lines: string[]) {
  const read = readOpeningAnswer([...lines, '\r\n'].join('\r\n'));
  assert.ok(read);
  return read;
}

describe('openingAnswer', () => {
  it('reads status and fields, whose names have no case', () => {
    const read = answer('HTTP/1.1 404 Not Found', 'Server: a', 'sErVeR:b  ', 'X-Empty:');
    assert.equal(read.status, 404);
    assert.equal(read.statusText, '404 Not Found');
    assert.equal(fieldOf(read, 'Server'), 'a, b');
    assert.equal(fieldOf(read, 'x-empty'), '');
    assert.equal(fieldOf(read, 'other'), undefined);
  });

  it('reads a status line without a reason', () => {
    assert.equal(answer('HTTP/1.1 426').statusText, '426');
    assert.equal(answer('HTTP/1.0 200 ').status, 200);
  });

  it('gives nothing for what is no HTTP/1', () => {
    for (const head of ['', 'SSH-2.0-x\r\n\r\n', 'HTTP/2 200\r\n\r\n', 'HTTP/1.1 ok\r\n\r\n']) {
      assert.equal(readOpeningAnswer(head), undefined);
    }
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), (rest) => {
        assert.equal(readOpeningAnswer(`HTTP/1.1 101 x\r\n${rest}\r\n\r\n`)?.status, 101);
      }),
    );
  });

  const good = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: WebSocket',
    'Connection: keep-alive, upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
  ];

  it('finds nothing wrong with a proper acceptance', () => {
    assert.deepEqual(acceptanceProblems(answer(...good), key), []);
  });

  it('says what a wrong acceptance lacks', () => {
    for (const [index, says] of [
      /Upgrade: websocket/,
      /Connection: Upgrade/,
      /is not s3pPL/,
    ].entries()) {
      const problems = acceptanceProblems(answer(...good.toSpliced(index + 1, 1)), key);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, says);
    }
    assert.equal(acceptanceProblems(answer(...good), 'another key').length, 1);
  });
});
