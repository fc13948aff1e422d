import assert from 'node:assert/strict';
import { openingRequest } from '../../../src/conformance/openingRequest';
import { findTarget, type Target } from '../../../src/conformance/target';

describe('openingRequest', () => {
  let target: Target;
  before(async () => {
    target = await findTarget('ws://127.0.0.1:8080/chat?room=1');
  });

  it('is the request of RFC 6455 §4.1 unless told otherwise', () => {
    const { head, key } = openingRequest(target);
    assert.deepEqual(head.split('\r\n'), [
      'GET /chat?room=1 HTTP/1.1',
      'Host: 127.0.0.1:8080',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${key}`,
      'Sec-WebSocket-Version: 13',
      '',
      '',
    ]);
    assert.equal(Buffer.from(key, 'base64').length, 16);
    assert.notEqual(openingRequest(target).key, key);
  });

  it('is changed in every part', () => {
    const { head, key } = openingRequest(target, {
      method: 'POST',
      resource: '/',
      version: 'HTTP/1.0',
      fields: { Host: undefined, 'Sec-WebSocket-Key': 'short', 'X-Twice': ['a', 'b'] },
      spell: (name) => name.toLowerCase(),
    });
    assert.deepEqual(head.split('\r\n'), [
      'POST / HTTP/1.0',
      'upgrade: websocket',
      'connection: Upgrade',
      'sec-websocket-key: short',
      'sec-websocket-version: 13',
      'x-twice: a',
      'x-twice: b',
      '',
      '',
    ]);
    assert.equal(key, 'short');
  });

  it('says who the user is', async () => {
    const secret = await findTarget('ws://me:p%40ss@127.0.0.1/');
    assert.match(openingRequest(secret).head, /\r\nAuthorization: Basic bWU6cEBzcw==\r\n/);
  });
});
