import assert from 'node:assert/strict';
import { payloadTexts } from '../../../src/webview/payloadTexts';

const payload = (text: string | number[], total?: number) => {
  const bytes = Uint8Array.from(typeof text === 'string' ? Buffer.from(text) : text);
  return { bytes, total: total ?? bytes.length };
};

describe('payloadTexts', () => {
  it('reads text, and indents JSON', () => {
    assert.deepEqual(payloadTexts(payload('[1]')), { text: '[1]', pretty: '[\n  1\n]' });
    assert.deepEqual(payloadTexts(payload('hello')), { text: 'hello', pretty: undefined });
  });

  it('reads the beginning of a text, up to its last whole character', () => {
    assert.deepEqual(payloadTexts(payload([0x5b, 0x31, 0x5d, 0xc3], 9)), {
      text: '[1]',
      pretty: undefined,
    });
  });

  it('is nothing for what is no UTF-8', () => {
    assert.deepEqual(payloadTexts(payload([0xff])), { text: undefined, pretty: undefined });
    assert.deepEqual(payloadTexts(payload([0xc3])), { text: undefined, pretty: undefined });
  });
});
