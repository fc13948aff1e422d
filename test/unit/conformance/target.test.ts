import assert from 'node:assert/strict';
import { findTarget, isLoopback } from '../../../src/conformance/target';

describe('target', () => {
  it('knows the addresses of this machine', () => {
    for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) {
      assert.ok(isLoopback(address), address);
    }
    for (const address of [
      '128.0.0.1',
      '10.0.0.1',
      '0.0.0.0',
      '::2',
      '::ffff:10.0.0.1',
      'fe80::1',
    ]) {
      assert.ok(!isLoopback(address), address);
    }
  });

  it('finds host, port and resource', async () => {
    const { host, port, hostField, resource, secure, loopback, addresses } =
      await findTarget('wss://[::1]:8443/a?b=c');
    assert.deepEqual(
      { host, port, hostField, resource, secure, loopback, addresses },
      {
        host: '::1',
        port: 8443,
        hostField: '[::1]:8443',
        resource: '/a?b=c',
        secure: true,
        loopback: true,
        addresses: ['::1'],
      },
    );
  });

  it('takes the usual port of the scheme', async () => {
    assert.equal((await findTarget('ws://127.0.0.1/')).port, 80);
    assert.equal((await findTarget('wss://127.0.0.1/')).port, 443);
  });

  it('takes a name for loopback if all its addresses are', async () => {
    assert.equal((await findTarget('ws://localhost/')).loopback, true);
    assert.equal((await findTarget('ws://192.0.2.1/')).loopback, false);
  });
});
