import assert from 'node:assert/strict';
import type { InflatedMessage } from '../../../src/capture/inflatedStore';
import { longestInflatedKept } from '../../../src/session/messageInflater';
import { ReceivedMessages } from '../../../src/session/receivedMessages';
import { Deflater } from './support/deflater';

/** First bytes of frames. */
const fin = 0x80;
const rsv1 = 0x40;
const text = 0x1;
const ping = 0x9;

function makeMessages(contextTakeover = true) {
  const kept = new Map<number, InflatedMessage>();
  const messages = new ReceivedMessages({
    contextTakeover,
    windowBits: 15,
    onMessage: (row, message) => kept.set(row, message),
    onPressure: () => {},
  });
  const textOf = (row: number) => Buffer.from(kept.get(row)?.bytes ?? []).toString();
  return { messages, kept, textOf };
}

const unread = () => assert.fail('ws has read it');

describe('ReceivedMessages', () => {
  it('gives each compressed message of ws to the row in which it began', () => {
    const { messages, kept, textOf } = makeMessages();
    messages.push(0, fin | rsv1 | text, unread);
    messages.push(1, fin | text, unread);
    messages.push(2, rsv1 | text, unread);
    messages.push(3, fin | ping, unread);
    messages.push(4, fin, unread);
    for (const message of ['one', 'not compressed', 'in two pieces']) {
      messages.take(Buffer.from(message));
    }
    assert.deepEqual([...kept.keys()], [0, 2]);
    assert.deepEqual([textOf(0), textOf(2)], ['one', 'in two pieces']);
  });

  it('is idle when all has been read that had come', async () => {
    const { messages } = makeMessages();
    await messages.idle();
    messages.push(0, fin | rsv1 | text, unread);
    let isIdle = false;
    const idle = messages.idle().then(() => (isIdle = true));
    messages.push(1, fin | rsv1 | text, unread);
    await Promise.resolve();
    assert.equal(isIdle, false);
    messages.take(Buffer.from('first'));
    await idle;
  });

  for (const contextTakeover of [true, false]) {
    it(`inflates what ws did not get to, ${contextTakeover ? 'with' : 'without'} context`, async () => {
      const { messages, kept, textOf } = makeMessages(contextTakeover);
      const shared = new Deflater();
      const count = contextTakeover ? 3000 : 30;
      const contents = Array.from({ length: count }, (_, row) => `the same words ${row % 7}`);
      for (const [row, content] of contents.entries()) {
        const payload = await (contextTakeover ? shared : new Deflater()).message(content);
        messages.push(row, fin | rsv1 | text, () => payload);
      }
      for (const content of contents.slice(0, count / 2)) messages.take(Buffer.from(content));
      const idle = messages.idle();
      messages.push(contents.length, rsv1 | text, () => Buffer.alloc(0));
      await messages.end();
      await idle;
      assert.deepEqual(
        contents.map((_, row) => textOf(row)),
        contents,
      );
      assert.match(kept.get(contents.length)?.problem ?? '', /ended inside this message/);
    });
  }

  it('keeps the beginning of a long message', () => {
    const { messages, kept } = makeMessages();
    messages.push(0, fin | rsv1 | text, unread);
    messages.take(Buffer.alloc(longestInflatedKept + 5));
    assert.equal(kept.get(0)?.bytes.length, longestInflatedKept);
    assert.equal(kept.get(0)?.length, longestInflatedKept + 5);
    assert.match(kept.get(0)?.problem ?? '', /Only the first 16 MB/);
  });
});
