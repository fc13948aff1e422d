import assert from 'node:assert/strict';
import { ClosingHandshake } from '../../../src/session/closingHandshake';

const code1000 = Buffer.from([0x03, 0xe8]);

/** A closing handshake whose doings are written down. */
function start(timeoutMs = 0) {
  const done: string[] = [];
  let timedOut: (() => void) | undefined;
  const timeout = new Promise<void>((resolve) => {
    timedOut = resolve;
  });
  const closing = new ClosingHandshake({
    timeoutMs,
    onTimeout: () => timedOut?.(),
    sendClose: async (code, reason) => void done.push(`close ${code} ${reason}`),
    endSocket: () => void done.push('end'),
  });
  return { closing, done, timeout };
}

describe('ClosingHandshake', () => {
  it('answers a close frame, then ends its side', async () => {
    const { closing, done } = start();
    closing.frameSeen('in', code1000);
    await closing.finish(1000, 'bye');
    closing.frameSeen('out', code1000);
    assert.deepEqual(done, ['close 1000 bye', 'end']);
    assert.ok(closing.isBegunByPeer && !closing.isUnanswered && !closing.isLost);
    assert.match(closing.text, /^Closed by the other end: 1000/);
  });

  it('lets nothing follow its own close frame, whoever sent it, and says so for programs', async () => {
    const { closing } = start();
    closing.frameSeen('in', code1000);
    assert.ok(!closing.isSaid, 'what came before can still be answered');
    closing.frameSeen('out', code1000);
    assert.ok(closing.isSaid);
    const closed = { code: 1000, reason: '' };
    const event = { type: 'close', ...closed, by: 'remote', clean: true };
    assert.deepEqual(closing.event(closed), event);
    const own = start().closing;
    await own.start(1000, '');
    assert.ok(own.isSaid);
  });

  it('does not answer the answer to its own', async () => {
    const { closing, done } = start();
    await closing.start(1000, '');
    closing.frameSeen('out', code1000);
    assert.ok(closing.isUnanswered);
    closing.frameSeen('in', code1000);
    await closing.finish(1000, '');
    assert.deepEqual(done, ['close 1000 ', 'end']);
    assert.match(closing.text, /^Closed by this end: 1000/);
  });

  it('counts a close frame that crossed the wire, whoever sent it', async () => {
    const { closing, done } = start();
    closing.frameSeen('out', Buffer.of());
    closing.frameSeen('in', code1000);
    await closing.finish(1000, '');
    assert.deepEqual(done, ['end'], 'no second close frame');
    assert.match(closing.text, /^Closed by this end: no code given \(1005\)/);
  });

  it('tells a connection that was cut by somebody else from one that this end cut', () => {
    const lost = start().closing;
    assert.ok(lost.isLost);
    const cut = start().closing;
    cut.terminate();
    assert.ok(!cut.isLost);
    assert.match(cut.text, /^Cut off by this end/);
  });

  it('has a time limit from its first close frame on', async () => {
    const { closing, timeout } = start(10);
    closing.frameSeen('out', code1000);
    await timeout;
    assert.ok(closing.isUnanswered);
  });
});
