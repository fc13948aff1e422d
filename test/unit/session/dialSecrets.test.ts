import assert from 'node:assert/strict';
import { DialSecrets } from '../../../src/session/dialSecrets';

describe('DialSecrets', () => {
  const request = 'GET /?key=mine HTTP/1.1\r\nCookie: session\r\n\r\n';
  const secrets = new DialSecrets('ws://user:word@host/?key=mine', [
    'key',
    'Sec-WebSocket-Protocol',
  ]);

  it('mask the address and what is named', () => {
    assert.equal(secrets.url, 'ws://****:****@host/?key=****');
    assert.equal(secrets.maskSubprotocol('bearer'), '******');
    assert.equal(secrets.maskExtensions('permessage-deflate'), 'permessage-deflate');
  });

  it('mask both heads, and what the other end repeats of the request', () => {
    const response = 'HTTP/1.1 101 mine\r\nX-Echo: session\r\n\r\n';
    assert.deepEqual(secrets.maskHandshake(request, response), {
      request: 'GET /?key=**** HTTP/1.1\r\nCookie: *******\r\n\r\n',
      response: 'HTTP/1.1 101 ****\r\nX-Echo: *******\r\n\r\n',
    });
  });

  it('know what was sent', () => {
    const sent = new Set(secrets.sentIn(request));
    assert.deepEqual(sent, new Set(['user', 'word', 'mine', 'session']));
  });
});
