import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { messageRow } from '../../../src/inspector/messageRow';
import { rowsOf } from '../../../src/inspector/rows';
import { Opcode } from '../../../src/wire/opcode';
import { CaptureFeed } from '../capture/support/captureFeed';

/** What the list of messages shows of a row. */
function shown(feed: CaptureFeed, row: number) {
  const [frame] = rowsOf(feed.capture, row, row + 1);
  assert.ok(frame);
  const { opcode, fin, rsv1, size, severity, preview } = messageRow(feed.capture, frame);
  return { opcode, fin, rsv1, size, severity, preview };
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
});
