import assert from 'node:assert/strict';
import { HandshakeHead, handshakeHeadLimit } from '../../../src/wire/handshakeHead';
import { everyPairOfCuts } from '../../support/cuts';

const response = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n';

describe('handshakeHead', () => {
  it('ends at the blank line and gives back the bytes after it, however they are cut', () => {
    const head = 'HTTP/1.1 101 \r\nA: \r\r\n\r\n';
    const bytes = Buffer.concat([Buffer.from(head), Buffer.from('8100', 'hex')]);
    for (const chunks of everyPairOfCuts(bytes)) {
      const handshake = new HandshakeHead();
      const after = chunks.map((chunk) => handshake.push(chunk) ?? Buffer.of());
      assert.equal(handshake.text, head);
      assert.equal(handshake.complete, true);
      assert.equal(Buffer.concat(after).toString('hex'), '8100');
    }
  });

  it('returns nothing until it is complete, then at least an empty array', () => {
    const handshake = new HandshakeHead();
    assert.equal(handshake.push(Buffer.from(response.slice(0, -1))), undefined);
    assert.equal(handshake.complete, false);
    assert.deepEqual(handshake.push(Buffer.from('\n')), Buffer.of());
    assert.deepEqual(handshake.push(Buffer.of(1, 2)), Buffer.of(1, 2));
    assert.equal(handshake.text, response);
  });

  it('keeps a character for each byte', () => {
    const handshake = new HandshakeHead();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    handshake.push(bytes);
    assert.deepEqual(Buffer.from(handshake.text, 'latin1'), bytes);
  });

  it('keeps what came instead of a handshake', () => {
    const handshake = new HandshakeHead();
    handshake.push(Buffer.from('SSH-2.0-OpenSSH\r\n'));
    assert.equal(handshake.text, 'SSH-2.0-OpenSSH\r\n');
    assert.equal(handshake.complete, false);
  });

  it('stops at the limit', () => {
    const handshake = new HandshakeHead();
    for (let sent = 0; sent < handshakeHeadLimit + 5000; sent += 5000) {
      assert.equal(handshake.push(Buffer.alloc(5000, 'x')), undefined);
    }
    assert.equal(handshake.push(Buffer.from('\r\n\r\n')), undefined);
    assert.equal(handshake.text.length, handshakeHeadLimit);
    assert.equal(handshake.complete, false);
  });

  it('accepts a head that is as long as the limit', () => {
    const handshake = new HandshakeHead();
    const head = `${'x'.repeat(handshakeHeadLimit - 4)}\r\n\r\n`;
    assert.deepEqual(handshake.push(Buffer.from(`${head}rest`)), Buffer.from('rest'));
    assert.equal(handshake.text, head);
  });
});
