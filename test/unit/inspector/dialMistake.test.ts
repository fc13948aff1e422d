import assert from 'node:assert/strict';
import { dialMistake } from '../../../src/inspector/dialMistake';

const dial = {
  url: 'ws://localhost/',
  subprotocols: ['a'],
  headers: { 'X-A': '1' },
  acceptUntrustedCertificate: false,
};

describe('dialMistake', () => {
  it('finds none in what can be tried', () => {
    assert.equal(dialMistake(dial), undefined);
  });

  it('finds the first of address, header fields and subprotocols', () => {
    const wrong = { url: 'http://x', headers: { Upgrade: 'x' }, subprotocols: ['a b'] };
    assert.match(dialMistake({ ...dial, ...wrong }) ?? '', /http:\/\/ is not for WebSockets/);
    assert.match(dialMistake({ ...dial, ...wrong, url: dial.url }) ?? '', /"Upgrade" belongs/);
    const { subprotocols } = wrong;
    assert.match(dialMistake({ ...dial, subprotocols }) ?? '', /not a valid subprotocol/);
  });
});
