import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import {
  formatAddress,
  isLoopback,
  localAddress,
  remoteAddress,
} from '../../../src/session/socketAddress';

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

  it('knows which addresses are of this machine alone', () => {
    for (const [address, local] of [
      ['127.0.0.1', true],
      ['127.8.9.10', true],
      ['::1', true],
      ['::ffff:127.0.0.1', true],
      ['128.0.0.1', false],
      ['10.127.0.1', false],
      ['0.0.0.0', false],
      ['::ffff:10.0.0.1', false],
      ['::127.0.0.1', false],
      ['fe80::1%lo', false],
    ] as const) {
      const socket = remoteAddress(socketWith(address));
      assert.equal(socket && isLoopback(socket), local, address);
    }
  });

  it('puts IPv6 in brackets', () => {
    assert.equal(formatAddress({ address: '::1', port: 80, family: 'IPv6' }), '[::1]:80');
    assert.equal(formatAddress({ address: '1.2.3.4', port: 80, family: 'IPv4' }), '1.2.3.4:80');
  });
});
