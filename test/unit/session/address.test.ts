import assert from 'node:assert/strict';
import { checkAddress } from '../../../src/session/address';

const wrong: readonly (readonly [typed: string, says: RegExp])[] = [
  ['', /empty/],
  ['localhost:8080', /ws:\/\/ or wss:\/\//],
  ['localhost:8080/chat', /ws:\/\/ or wss:\/\//],
  ['example.com/chat', /ws:\/\/ or wss:\/\//],
  ['http://example.com', /Write ws:\/\/ instead/],
  ['https://example.com', /Write wss:\/\/ instead/],
  ['ws:/host', /Two slashes/],
  ['ws:host', /Two slashes/],
  ['ws://', /host is missing/],
  ['ws:///path', /host is missing/],
  ['ws://user:word@', /host is missing/],
  ['ws://:8080', /host is missing/],
  ['ws://host:99999', /"99999" is not a port. Write a number from 1 to 65535/],
  ['ws://host:0', /"0" is not a port/],
  ['ws://host:http', /"http" is not a port/],
  ['ws://ho st', /space/],
  [String.raw`ws:\\host`, /backslash/],
  ['wss//x', /colon is missing/],
  ['ws://host#frag', /fragment/],
  ['ws://host/path#', /fragment/],
  ['file:///x', /"file:" is not for WebSockets/],
  ['ws://[::1', /bracket/],
  ['ws://::1', /needs brackets/],
  ['ws://1.2.3.999', /is not a host name/],
  ['ws://<host>', /is not a host/],
];

describe('checkAddress', () => {
  for (const [typed, says] of wrong) {
    it(`says what is wrong with ${JSON.stringify(typed)}`, () => {
      const check = checkAddress(typed);
      assert.equal(check.ok, false);
      assert.match(check.message, says);
    });
  }

  for (const typed of ['ws://u:s3cr/et@host', 'ws://s3cr%zz/et@host']) {
    it(`repeats nothing of ${typed}, which may be a password`, () => {
      const check = checkAddress(typed);
      assert.ok(!check.ok && !check.message.includes('s3cr'), JSON.stringify(check));
    });
  }

  it('gives ten wrong addresses ten different sentences', () => {
    const sentences = new Set(
      wrong.map(([typed]) => {
        const check = checkAddress(typed);
        return check.ok ? '' : check.message;
      }),
    );
    assert.ok(sentences.size >= 10);
  });

  for (const [typed, url] of [
    ['ws://localhost', 'ws://localhost/'],
    ['  WS://Host:80/a?b=c ', 'ws://host/a?b=c'],
    ['wss://host:443', 'wss://host/'],
    ['ws://[::1]:8080/x', 'ws://[::1]:8080/x'],
    ['ws://user:p%20w@host/', 'ws://user:p%20w@host/'],
    ['wss://münchen.de/ü', 'wss://xn--mnchen-3ya.de/%C3%BC'],
  ] as const) {
    it(`takes ${JSON.stringify(typed)}`, () => {
      assert.deepEqual(checkAddress(typed), { ok: true, url });
    });
  }
});
