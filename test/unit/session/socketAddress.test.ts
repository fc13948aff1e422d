import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { formatAddress, localAddress, remoteAddress } from '../../../src/session/socketAddress';

function socketWith(address: string | undefined): Socket {
  const socket = new Socket();
  Object.defineProperties(socket, {
    remoteAddress: { value: address },
    remotePort: { value: 80 },
  });
  return socket;
}

describe('socketAddress', () => {
  for (const [reported, shown] of [
    ['127.0.0.1', { address: '127.0.0.1', port: 80, family: 'IPv4' }],
    ['::1', { address: '::1', port: 80, family: 'IPv6' }],
    ['::ffff:10.0.0.1', { address: '10.0.0.1', port: 80, family: 'IPv4' }],
    ['fe80::1%eth0', { address: 'fe80::1%eth0', port: 80, family: 'IPv6' }],
  ] as const) {
    it(`shows ${reported} as ${shown.family}`, () => {
      assert.deepEqual(remoteAddress(socketWith(reported)), shown);
    });
  }

  it('knows nothing of a socket that is not connected', () => {
    assert.equal(localAddress(new Socket()), undefined);
    assert.equal(remoteAddress(new Socket()), undefined);
  });

  it('puts IPv6 in brackets', () => {
    assert.equal(formatAddress({ address: '::1', port: 80, family: 'IPv6' }), '[::1]:80');
    assert.equal(formatAddress({ address: '1.2.3.4', port: 80, family: 'IPv4' }), '1.2.3.4:80');
  });
});
