import assert from 'node:assert/strict';
import { headersProblem, subprotocolsProblem } from '../../../src/session/handshakeFields';

const hide = (text: string): string => '*'.repeat(text.length);

describe('headersProblem', () => {
  it('takes ordinary header fields', () => {
    assert.equal(headersProblem({ Authorization: 'Bearer x', 'X-Name': 'é' }), undefined);
  });

  for (const [headers, says] of [
    [{ 'a b': 'x' }, /"a b" is not a valid header name/],
    [{ '': 'x' }, /"" is not a valid header name/],
    [{ 'X-Secret': 'word\r\nEvil: 1' }, /value of the header "X-Secret"/],
    [{ 'X-Emoji': '🙂' }, /value of the header "X-Emoji"/],
    [{ upgrade: 'h2c' }, /"upgrade" belongs to the opening handshake/],
    [{ 'Content-Length': '5' }, /"Content-Length" belongs/],
    [{ Cookie: 'a', cookie: 'b' }, /"cookie" is there twice/],
  ] as const) {
    it(`says what is wrong with ${JSON.stringify(headers)}`, () => {
      assert.match(headersProblem(headers) ?? '', says);
    });
  }

  it('does not repeat a value, which may be a secret', () => {
    assert.doesNotMatch(headersProblem({ Authorization: 'word\n' }) ?? '', /word/);
  });
});

describe('subprotocolsProblem', () => {
  it('takes tokens', () => {
    assert.equal(subprotocolsProblem(['graphql-ws', 'v1.stomp']), undefined);
  });

  it('says which one is invalid or there twice', () => {
    assert.match(subprotocolsProblem(['a,b']) ?? '', /"a,b" is not a valid subprotocol/);
    assert.match(subprotocolsProblem(['']) ?? '', /"" is not a valid subprotocol/);
    assert.match(subprotocolsProblem(['a', 'b', 'a']) ?? '', /"a" is there twice/);
  });

  it('does not repeat one that is secret', () => {
    assert.match(subprotocolsProblem(['wo rd'], hide) ?? '', /^"\*{5}" is not/);
    assert.match(subprotocolsProblem(['word', 'word'], hide) ?? '', /"\*{4}" is there twice/);
  });
});
