import assert from 'node:assert/strict';
import { messageParts, mostParts } from '../../../src/inspector/messageParts';
import { Opcode } from '../../../src/wire/opcode';
import { CaptureFeed } from '../capture/support/captureFeed';

function partsOf({ capture }: CaptureFeed, row: number) {
  const message = capture.message(row);
  assert.ok(message);
  return messageParts(capture, message);
}

/** A message of so many fragments. */
function fragmented(count: number): CaptureFeed {
  const feed = new CaptureFeed().connect().text('in', 'x', { fin: false });
  for (let left = count - 1; left > 0; left--) {
    feed.frame('in', { opcode: Opcode.continuation, fin: left === 1 });
  }
  return feed;
}

describe('messageParts', () => {
  it('are none of a message of one frame', () => {
    assert.deepEqual(partsOf(new CaptureFeed().connect().text('in', 'whole'), 0), []);
  });

  it('are the fragments and the control frames between, not what else lies there', () => {
    const feed = new CaptureFeed().connect().text('in', 'He', { fin: false });
    feed.frame('in', { opcode: Opcode.ping }).frame('out', { opcode: Opcode.pong });
    feed.text('out', 'a message the other way');
    feed.frame('in', { opcode: Opcode.continuation, payload: Buffer.from('llo') });
    feed.frame('in', { opcode: Opcode.ping });
    assert.deepEqual(
      partsOf(feed, 4).map(({ row, direction, opcode, fin, size, isFragment }) =>
        [row, direction, opcode, fin, size, isFragment].join(' '),
      ),
      ['0 in 1 false 2 true', '1 in 9 true 0 false', '2 out 10 true 0 false', '4 in 0 true 3 true'],
    );
    assert.deepEqual(partsOf(feed, 0), partsOf(feed, 4));
  });

  it('are the first ones of very many', () => {
    const parts = partsOf(fragmented(500), 499);
    assert.equal(parts.length, mostParts);
    assert.equal(parts.at(-1)?.row, mostParts - 1);
  });
});
