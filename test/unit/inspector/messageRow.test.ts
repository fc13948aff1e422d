import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { mostRowsLookedAt } from '../../../src/inspector/messageFragments';
import { messageRow } from '../../../src/inspector/messageRow';
import { rowsOf } from '../../../src/inspector/rows';
import { Opcode } from '../../../src/wire/opcode';
import { encodeFrame } from '../../support/encodeFrame';
import { CaptureFeed } from '../capture/support/captureFeed';

/** What the list of messages shows of a row. */
function shown(feed: CaptureFeed, row: number) {
  const [frame] = rowsOf(feed.capture, row, row + 1);
  assert.ok(frame);
  const { opcode, fin, rsv1, size, severity, preview } = messageRow(feed.capture, frame);
  return { opcode, fin, rsv1, size, severity, preview };
}

/** A message whose fragments have three bytes each. */
function feedFragments(feed: CaptureFeed, count: number): CaptureFeed {
  feed.text('in', 'abc', { fin: false });
  for (let sent = 2; sent <= count; sent++) {
    const payload = Buffer.from(sent === count ? 'xyz' : '...');
    feed.frame('in', { opcode: Opcode.continuation, payload, fin: sent === count });
  }
  return feed;
}

describe('messageRow', () => {
  it('leaves a message of one plain frame, a control frame and a status as they are', () => {
    const feed = new CaptureFeed()
      .connect()
      .text('in', 'whole')
      .frame('in', { opcode: Opcode.ping });
    feed.status('Closed');
    for (const row of rowsOf(feed.capture, 0, 3)) {
      assert.equal(messageRow(feed.capture, row), row);
    }
  });

  it('shows a fragmented message by its last frame, with what its fragments come to', () => {
    const feed = new CaptureFeed().connect().text('in', 'Hel', { fin: false });
    feed.frame('in', { opcode: Opcode.ping, payload: Buffer.from('?') });
    feed.frame('in', { opcode: Opcode.continuation, payload: Buffer.from('lo') });
    assert.deepEqual(shown(feed, 2), {
      opcode: Opcode.text,
      fin: true,
      rsv1: false,
      size: 5,
      severity: 'none',
      preview: '(2 fragments in 0.0 ms) Hello',
    });
  });

  it('shows the findings of every fragment', () => {
    const feed = new CaptureFeed().connect().text('in', 'a', { fin: false, rsv: 1 });
    feed.frame('in', { opcode: Opcode.continuation, payload: Buffer.from('b') });
    assert.equal(rowsOf(feed.capture, 1, 2)[0]?.severity, 'none');
    assert.equal(shown(feed, 1).severity, 'error');
  });

  it('says what a compressed message was inflated to', () => {
    const feed = new CaptureFeed().connect(true);
    const text = 'tick '.repeat(300);
    const payload = deflateRawSync(text);
    feed.text('in', '', { payload, rsv: 4 });
    const bytes = Buffer.from(text);
    feed.capture.keepInflated(0, { bytes, length: bytes.length, problem: undefined });
    const { rsv1, size, preview } = shown(feed, 0);
    assert.deepEqual([rsv1, size], [true, payload.length]);
    assert.match(preview, /^\(inflated to 1,500 B\) tick tick/);
  });

  it('counts the fragments up to a limit, and says when there are more', () => {
    const whole = feedFragments(new CaptureFeed().connect(), mostRowsLookedAt);
    const { size, preview } = shown(whole, mostRowsLookedAt - 1);
    assert.equal(size, 3 * mostRowsLookedAt);
    assert.match(preview, /^\(1,000 fragments in 1\.0 ms\) abc\.{381} … \S*xyz$/);
    const longer = feedFragments(new CaptureFeed().connect(), mostRowsLookedAt + 1);
    assert.match(
      shown(longer, mostRowsLookedAt).preview,
      /^\(more than 1,000 fragments and 3,000 B in 1\.0 ms\) abc\.{381} … \S*xyz$/,
    );
  });

  it('looks at no more rows than that, and reads no more fragments than it shows', () => {
    const { capture } = feedFragments(new CaptureFeed().connect(), 5_000);
    const [row] = rowsOf(capture, 4_999, 5_000);
    assert.ok(row);
    const done = { looks: 0, reads: 0 };
    const frame = capture.frame.bind(capture);
    const bytes = capture.bytes.bind(capture);
    capture.frame = (...of) => (done.looks++, frame(...of));
    capture.bytes = (...of) => (done.reads++, bytes(...of));
    messageRow(capture, row);
    assert.ok(done.looks <= mostRowsLookedAt + 2, `looked at ${done.looks} rows`);
    assert.ok(done.reads < 200, `read ${done.reads} payloads`);
  });

  it('counts the time from the oldest fragment that is kept', () => {
    const feed = feedFragments(new CaptureFeed().connect(), 3_000);
    feed.capture.giveOldest();
    assert.equal(feed.capture.first, 1);
    assert.match(shown(feed, 2_999).preview, /in 3\.0 ms, the first ones are no longer kept\)/);
  });

  it('shows a message cut short as it is', () => {
    const feed = new CaptureFeed().connect().text('in', 'Hel', { fin: false });
    const last = { opcode: Opcode.continuation, payload: Buffer.from('lo again') };
    feed.push('in', encodeFrame({ ...last, fin: false }).subarray(0, -6)).disconnect();
    const { fin, size, preview } = shown(feed, 1);
    assert.deepEqual([fin, size], [false, 5]);
    assert.equal(preview, '(2 fragments in 0.0 ms) Hello (cut short: 2 of 8 bytes)');
  });
});
