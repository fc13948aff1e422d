import assert from 'node:assert/strict';
import { constants, deflateRawSync } from 'node:zlib';
import type { InflatedMessage } from '../../../src/capture/inflatedStore';
import {
  longestInflatedKept,
  MessageInflater,
  mostBytesWaiting,
  type MessageInflaterOptions,
} from '../../../src/session/messageInflater';
import { Deflater } from './support/deflater';

/** First bytes of frames. */
const fin = 0x80;
const rsv1 = 0x40;
const text = 0x1;
const ping = 0x9;

function makeInflater(options: Partial<MessageInflaterOptions> = {}) {
  const messages = new Map<number, InflatedMessage>();
  const inflater = new MessageInflater({
    contextTakeover: true,
    windowBits: 15,
    onMessage: (row, message) => messages.set(row, message),
    onPressure: () => {},
    ...options,
  });
  const textOf = (row: number) => Buffer.from(messages.get(row)?.bytes ?? []).toString();
  return { inflater, messages, textOf };
}

describe('MessageInflater', () => {
  it('inflates the examples of RFC 7692 §7.2.3', async () => {
    const { inflater, textOf } = makeInflater();
    const hello = Buffer.from([0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]);
    const helloAgain = Buffer.from([0xf2, 0x00, 0x11, 0x00, 0x00]);
    const stored = Buffer.from('000500faff48656c6c6f00', 'hex');
    const final = Buffer.from([0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00]);
    const twoBlocks = Buffer.from('f248050000 00ffffcac9c90700'.replace(' ', ''), 'hex');
    [hello, helloAgain, stored, final, twoBlocks].forEach((payload, row) =>
      inflater.push(row, fin | rsv1 | text, () => payload),
    );
    await inflater.end();
    assert.deepEqual([0, 1, 2, 3, 4].map(textOf), Array(5).fill('Hello'));
  });

  it('inflates messages that refer back to earlier ones', async () => {
    const { inflater, messages, textOf } = makeInflater();
    const deflater = new Deflater();
    const content = 'the same words in every message';
    for (let row = 0; row < 3; row++) {
      const payload = await deflater.message(content);
      inflater.push(row, fin | rsv1 | text, () => payload);
    }
    await inflater.end();
    assert.deepEqual([0, 1, 2].map(textOf), [content, content, content]);
    assert.equal(messages.get(2)?.length, content.length);
    assert.equal(messages.get(2)?.problem, undefined);
  });

  it('inflates small and large messages in turn, which refer back to each other', async () => {
    const { inflater, messages } = makeInflater();
    const deflater = new Deflater();
    const words = 'words that come again ';
    const contents = [10, 100_000, 3, 2, 50_000, 7].map((times) => words.repeat(times));
    const noise = Buffer.from(Array.from({ length: 40_000 }, (_, at) => (at * at) >> 7));
    const all = [...contents.map((content) => Buffer.from(content)), noise, noise.subarray(9_000)];
    for (const [row, content] of [...all, ...all].entries()) {
      const payload = await deflater.message(content);
      inflater.push(row, fin | rsv1 | text, () => payload);
    }
    await inflater.end();
    for (const [row, content] of [...all, ...all].entries()) {
      assert.equal(messages.get(row)?.problem, undefined);
      assert.ok(content.equals(messages.get(row)?.bytes ?? new Uint8Array(0)), `row ${row}`);
    }
  });

  it('joins fragments, with control frames between and an empty last one', async () => {
    const { inflater, textOf } = makeInflater();
    const payload = await new Deflater().message('in three pieces');
    inflater.push(0, rsv1 | text, () => payload.subarray(0, 4));
    inflater.push(1, fin | ping, () => assert.fail('a control frame is not compressed'));
    inflater.push(2, 0, () => payload.subarray(4));
    // RFC 7692 §7.2.3.6: the message may end with an empty fragment.
    inflater.push(3, fin, () => Buffer.alloc(0));
    await inflater.end();
    assert.equal(textOf(0), 'in three pieces');
  });

  it('leaves messages alone that are not compressed', async () => {
    const { inflater, messages, textOf } = makeInflater();
    inflater.push(0, text, () => assert.fail('not compressed'));
    inflater.push(1, fin, () => assert.fail('not compressed'));
    const payload = await new Deflater().message('compressed');
    inflater.push(2, fin | rsv1 | text, () => payload);
    await inflater.end();
    assert.deepEqual([...messages.keys()], [2]);
    assert.equal(textOf(2), 'compressed');
  });

  it('inflates an empty message', async () => {
    const { inflater, messages } = makeInflater();
    inflater.push(0, fin | rsv1 | text, () => Buffer.from([0]));
    await inflater.idle();
    assert.equal(messages.get(0)?.length, 0);
    assert.equal(messages.get(0)?.problem, undefined);
    await inflater.end();
  });

  it('says that a corrupt message spoils those after it', async () => {
    const { inflater, messages } = makeInflater();
    const good = await new Deflater().message('good');
    inflater.push(0, fin | rsv1 | text, () => Buffer.from([0xff, 0xff]));
    inflater.push(1, fin | rsv1 | text, () => good);
    await inflater.end();
    assert.match(messages.get(0)?.problem ?? '', /cannot be inflated: invalid/);
    assert.equal(messages.get(0)?.length, undefined);
    assert.match(messages.get(1)?.problem ?? '', /a message before it could not be/);
  });

  it('starts anew after a corrupt message without context takeover', async () => {
    const { inflater, messages, textOf } = makeInflater({ contextTakeover: false });
    const good = await new Deflater().message('good');
    inflater.push(0, fin | rsv1 | text, () => Buffer.from([0xff, 0xff]));
    inflater.push(1, fin | rsv1 | text, () => good);
    inflater.push(2, fin | rsv1 | text, () => good);
    await inflater.end();
    assert.match(messages.get(0)?.problem ?? '', /cannot be inflated/);
    assert.deepEqual([textOf(1), textOf(2)], ['good', 'good']);
  });

  it('keeps the beginning of a long message and counts the rest', async () => {
    const { inflater, messages, textOf } = makeInflater();
    const deflater = new Deflater();
    const long = await deflater.message(Buffer.alloc(longestInflatedKept + 1000, 'x'));
    const short = await deflater.message('xxxx');
    inflater.push(0, fin | rsv1 | text, () => long);
    inflater.push(1, fin | rsv1 | text, () => short);
    await inflater.end();
    const message = messages.get(0);
    assert.equal(message?.bytes.length, longestInflatedKept);
    assert.equal(message?.length, longestInflatedKept + 1000);
    assert.match(message?.problem ?? '', /Only the first 16 MB/);
    assert.equal(textOf(1), 'xxxx');
  });

  it('says that a payload was not kept, and that later messages are lost with it', async () => {
    const { inflater, messages } = makeInflater();
    inflater.push(0, fin | rsv1 | text, () => undefined);
    inflater.push(1, fin | rsv1 | text, () => Buffer.from([0]));
    await inflater.end();
    assert.match(messages.get(0)?.problem ?? '', /memory limit/);
    assert.match(messages.get(1)?.problem ?? '', /a message before it/);
  });

  it('says when the connection ended inside a message, and keeps what came', async () => {
    const { inflater, messages, textOf } = makeInflater();
    const payload = deflateRawSync('cut off', { finishFlush: constants.Z_SYNC_FLUSH });
    inflater.push(0, rsv1 | text, () => payload);
    await inflater.end();
    assert.equal(textOf(0), 'cut off');
    assert.match(messages.get(0)?.problem ?? '', /ended inside this message/);
  });

  it('asks for a pause while too much waits', async () => {
    const pressure: boolean[] = [];
    const { inflater } = makeInflater({ onPressure: (tooMuch) => pressure.push(tooMuch) });
    // Stored blocks of zeros: 65,535 bytes each, after a header of five.
    const block = Buffer.concat([Buffer.from([0, 0xff, 0xff, 0, 0]), Buffer.alloc(65_535)]);
    const payload = Buffer.concat(Array(16).fill(block));
    for (let row = 0; row * payload.length <= mostBytesWaiting; row++) {
      inflater.push(row, fin | rsv1 | text, () => payload);
    }
    assert.deepEqual(pressure, [true]);
    await inflater.end();
    assert.deepEqual(pressure, [true, false]);
  });
});
