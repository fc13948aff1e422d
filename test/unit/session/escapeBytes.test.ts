import assert from 'node:assert/strict';
import { escapeBytes } from '../../../src/session/escapeBytes';

describe('escapeBytes', () => {
  it('leaves lines of printable ASCII as they are', () => {
    assert.equal(escapeBytes('SSH-2.0\r\nnext\n'), 'SSH-2.0\nnext\n');
  });

  it('shows every other byte as two hex digits', () => {
    assert.equal(escapeBytes('\x00\t\r\x1b\x7f\xff'), String.raw`\x00\x09\x0d\x1b\x7f\xff`);
  });
});
