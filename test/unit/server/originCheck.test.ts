import assert from 'node:assert/strict';
import { refusal } from '../../../src/server/originCheck';

const host = '127.0.0.1:6455';

describe('refusal', () => {
  for (const origin of [
    undefined,
    'http://localhost',
    'http://localhost:3000',
    'https://127.0.0.1:8443',
    'http://[::1]:80',
    'vscode-webview://0abc',
  ]) {
    it(`lets in ${origin ?? 'a program without Origin'}`, () => {
      assert.equal(refusal({ host, origin }, []), undefined);
    });
  }

  for (const origin of [
    'https://example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://example.com:80@localhost.example',
    'file://localhost',
    'null',
    '',
  ]) {
    it(`keeps out ${JSON.stringify(origin)}`, () => {
      assert.match(refusal({ host, origin }, []) ?? '', /may not connect.*allowedOrigins/);
    });
  }

  it('lets in an origin that the user allows', () => {
    const origin = 'https://example.com';
    assert.equal(refusal({ host, origin }, [origin]), undefined);
  });

  for (const name of ['localhost', 'localhost:6455', '127.0.0.2:1', '[::1]:6455']) {
    it(`lets in who calls it ${name}`, () => {
      assert.equal(refusal({ host: name }, []), undefined);
    });
  }

  for (const name of [undefined, '', 'example.com:6455', 'localhost.example.com', 'a b']) {
    it(`keeps out who calls it ${name ?? 'nothing'}`, () => {
      assert.match(refusal({ host: name }, []) ?? '', /own machine/);
    });
  }
});
