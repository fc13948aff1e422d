import assert from 'node:assert/strict';
import { isDeflated } from '../../../src/session/deflateCheck';
import { deflateMessage, emptyWindow } from '../../../src/session/deflateWindow';

const deflate = { windowBits: 15, contextTakeover: true };

describe('isDeflated', () => {
  it('accepts what refers back to messages that are not known here', async () => {
    const first = await deflateMessage([Buffer.from('Hello')], emptyWindow, deflate);
    const second = await deflateMessage([Buffer.from('Hello')], first.window, deflate);
    for (const { fragments } of [first, second]) assert.ok(isDeflated(fragments[0]!, 15));
  });

  it('refuses what is no DEFLATE', () => {
    for (const payload of ['ffff', '07', '48656c6c6f']) {
      assert.ok(!isDeflated(Buffer.from(payload, 'hex'), 15), payload);
    }
  });

  it('accepts what is too long to be looked at', async () => {
    const zeros = await deflateMessage([Buffer.alloc(64 * 1024 * 1024)], emptyWindow, deflate);
    assert.ok(isDeflated(zeros.fragments[0]!, 15));
  });
});
