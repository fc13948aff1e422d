import assert from 'node:assert/strict';
import { captureTitle, panelTitle } from '../../../src/host/panelTitle';

describe('panelTitle', () => {
  for (const [url, title] of [
    ['ws://127.0.0.1:6455/', '127.0.0.1:6455'],
    ['wss://[::1]:8443/chat?token=***', '[::1]:8443'],
    ['wss://example.test/', 'example.test'],
    ['ws://****:****@example.test:81/', 'example.test:81'],
    ['', 'WebSocket'],
    ['no address', 'WebSocket'],
  ] as const) {
    it(`calls "${url}" ${title}`, () => assert.equal(panelTitle(url), title));
  }
});

describe('captureTitle', () => {
  it('says of what the capture is', () => {
    assert.equal(captureTitle('ws://127.0.0.1:6455/'), 'Capture of 127.0.0.1:6455');
  });
});
