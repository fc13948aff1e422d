import assert from 'node:assert/strict';
import { formatSocketAddress, withoutSecrets } from '../../../src/webview/addressText';

describe('addresses in the panel', () => {
  it('puts IPv6 addresses in brackets', () => {
    assert.equal(formatSocketAddress({ address: '::1', port: 1, family: 'IPv6' }), '[::1]:1');
    assert.equal(formatSocketAddress({ address: '::ffff', port: 0, family: 'IPv6' }), '[::ffff]:0');
    assert.equal(
      formatSocketAddress({ address: '10.0.0.1', port: 9, family: 'IPv4' }),
      '10.0.0.1:9',
    );
  });

  it('forgets what could be secret', () => {
    assert.equal(withoutSecrets('wss://me:pass@host/path?token=1#x'), 'wss://host/path');
    assert.equal(withoutSecrets('ws://host:1/a@b'), 'ws://host:1/a@b');
    assert.equal(withoutSecrets('ws://a@b@host/'), 'ws://host/');
  });

  it('forgets what could be secret in an address that is mistyped, too', () => {
    for (const [typed, kept] of [
      [' ws://me:pass@host/x', 'ws://host/x'],
      ['ws:me:pass@host', 'ws://host/'],
      ['wss:/me:pass@host', 'wss://host/'],
      ['me:pass@host:80/', ''],
      ['ws+x://me:pass@host', ''],
      ['ws://me:p/ass@host', ''],
      ['ws://me:p#ass@host', ''],
      ['localhost:80/path?token=1', 'localhost:80/path'],
      ['ws://', 'ws://'],
    ] as const) {
      assert.equal(withoutSecrets(typed), kept, typed);
    }
  });
});
