import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { maskField, maskHead, maskUrl } from '../../../src/wire/secretMask';

const mask = (url: string) => maskUrl(url, ['token', 'Api Key']);

describe('secretMask', () => {
  describe('maskHead', () => {
    it('replaces secret values by as many stars', () => {
      const request = [
        'GET /chat?token=s3cret&room=1 HTTP/1.1',
        'Host: example.org',
        'Authorization: Basic dTpw',
        'proxy-authorization:Basic dTpw  ',
        'COOKIE: a=1; b=2',
        'X-Api-Key: k3y',
        'X-Other: seen',
        'Referer: https://u:p@example.org/?token=abc',
        '',
        '',
      ].join('\r\n');
      const masked = [
        'GET /chat?token=******&room=1 HTTP/1.1',
        'Host: example.org',
        'Authorization: **********',
        'proxy-authorization:**********  ',
        'COOKIE: ********',
        'X-Api-Key: ***',
        'X-Other: seen',
        'Referer: https://*:*@example.org/?token=***',
        '',
        '',
      ].join('\r\n');
      assert.equal(maskHead(request, ['x-api-key', 'Token']), masked);
    });

    it('replaces secrets in a response', () => {
      const response =
        'HTTP/1.1 302 u:p@x ?token=1\r\nSet-Cookie: id=42\r\nLocation: /?token=1\r\n\r\n';
      assert.equal(
        maskHead(response, ['token']),
        'HTTP/1.1 302 u:p@x ?token=1\r\nSet-Cookie: *****\r\nLocation: /?token=*\r\n\r\n',
      );
    });

    it('follows a value that goes on in the next lines', () => {
      assert.equal(
        maskHead('GET / HTTP/1.1\r\nCookie: a\r\n\t b\r\nHost: h\r\n c\r\n', []),
        'GET / HTTP/1.1\r\nCookie: *\r\n\t *\r\nHost: h\r\n c\r\n',
      );
    });

    it('reads names as people and bad servers write them', () => {
      assert.equal(
        maskHead('GET / HTTP/1.1\nCookie : a b\n', []),
        'GET / HTTP/1.1\nCookie : ***\n',
      );
    });

    it('masks an absolute request target', () => {
      assert.equal(
        maskHead('GET ws://user:pass@host/?k=v HTTP/1.1\r\n', ['k']),
        'GET ws://****:****@host/?k=* HTTP/1.1\r\n',
      );
    });

    it('leaves a request line without a target alone', () => {
      assert.equal(maskHead('GET HTTP/1.1\r\n', ['k']), 'GET HTTP/1.1\r\n');
    });

    it('masks a head that ends anywhere', () => {
      const secret = 'QUJD';
      const head = `GET /?token=${secret} HTTP/1.1\r\nCookie: ${secret}\r\n\r\n`;
      for (let length = 0; length <= head.length; length++) {
        const masked = maskHead(head.slice(0, length), ['token']);
        assert.equal(masked.length, length);
        assert.doesNotMatch(masked, /[QUJ]/);
      }
    });

    it('never changes the length', () => {
      const pieces = fc.constantFrom(
        ' ',
        '\r',
        '\n',
        ':',
        '?',
        '&',
        '=',
        '@',
        '/',
        'Cookie',
        'k',
        'ws:',
      );
      fc.assert(
        fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
          const head = parts.join('');
          assert.equal(maskHead(head, ['k']).length, head.length);
          assert.equal(maskUrl(head, ['k']).length, head.length);
        }),
      );
    });

    it('takes no longer for text made to be slow', () => {
      for (const unit of [' ', '?', '&', '=', ':', '@', 'a', '\t', 'ws:']) {
        const start = performance.now();
        maskHead(`GET ${unit.repeat(65536)}x\r\nLocation: ${unit.repeat(65536)}x\r\n`, ['k']);
        assert.ok(performance.now() - start < 500, JSON.stringify(unit));
      }
    });
  });

  describe('maskUrl', () => {
    it('leaves a URL without secrets alone', () => {
      for (const url of ['ws://host:80/@x?a=b#c', 'wss://[::1]/p?q', '/@user/x', '', 'host:80']) {
        assert.equal(mask(url), url);
      }
    });

    it('masks user and password', () => {
      assert.equal(mask('ws://user:pass@host/'), 'ws://****:****@host/');
      assert.equal(mask('ws://user@host/'), 'ws://****@host/');
      assert.equal(mask('ws://:pass@host/'), 'ws://:****@host/');
      assert.equal(mask('ws://u:p:q@r@host/@s'), 'ws://*:*****@host/@s');
      assert.equal(mask('WSS:\\\\u:p@host'), 'WSS:\\\\*:*@host');
      assert.equal(mask('wss:u:p@host'), 'wss:*:*@host');
      assert.equal(mask(' ws://u:p@host'), ' ws://*:*@host');
      assert.equal(mask('user:pass@host'), '****:****@host');
    });

    it('masks the parameters that are named, whatever their case', () => {
      assert.equal(mask('ws://h/?a=1&TOKEN=x%20y&b=2'), 'ws://h/?a=1&TOKEN=*****&b=2');
      assert.equal(mask('ws://h/?token=a=b&token='), 'ws://h/?token=***&token=');
      assert.equal(mask('ws://h/?token&tokens=1'), 'ws://h/?token&tokens=1');
      assert.equal(mask('ws://h/#token=1'), 'ws://h/#token=*');
      assert.equal(mask('ws://h/?to=http://x/?token=1'), 'ws://h/?to=http://x/?token=*');
    });

    it('reads names that are percent-encoded', () => {
      assert.equal(
        mask('ws://h/?to%6Ben=1&api%20key=2&%zz=3'),
        'ws://h/?to%6Ben=*&api%20key=*&%zz=3',
      );
    });
  });
});

describe('maskField', () => {
  it('masks the value of a field that is secret, and of no other', () => {
    assert.equal(maskField('Cookie', 'a=b', []), '***');
    assert.equal(maskField('sec-websocket-protocol', 'token', ['Sec-WebSocket-Protocol']), '*****');
    assert.equal(maskField('Sec-WebSocket-Protocol', 'chat', []), 'chat');
  });
});
