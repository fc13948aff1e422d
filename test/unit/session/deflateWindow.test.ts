import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInflateRaw, type InflateRaw } from 'node:zlib';
import * as fc from 'fast-check';
import { deflateMessage, emptyWindow } from '../../../src/session/deflateWindow';

const tail = Buffer.from([0x00, 0x00, 0xff, 0xff]);
const usual = { windowBits: 15, contextTakeover: true };

/** The other end: one inflate stream for all messages, as RFC 7692 §7.2.2 describes it. */
class OtherEnd {
  private readonly stream: InflateRaw;

  constructor(windowBits: number) {
    this.stream = createInflateRaw({ windowBits });
  }

  async inflate(fragments: readonly Uint8Array[]): Promise<Buffer> {
    const chunks: Buffer[] = [];
    const collect = (chunk: Buffer) => chunks.push(chunk);
    this.stream.on('data', collect);
    for (const fragment of [...fragments, tail]) this.stream.write(fragment);
    await Promise.race([
      new Promise<void>((resolve) => {
        this.stream.flush(resolve);
      }),
      once(this.stream, 'end'),
    ]);
    this.stream.off('data', collect);
    return Buffer.concat(chunks);
  }
}

/** Sends messages one after the other and returns what arrived, and in how many bytes. */
async function exchange(messages: readonly Uint8Array[][], parameters = usual) {
  const other = new OtherEnd(parameters.windowBits);
  let window = emptyWindow;
  const arrived: Buffer[] = [];
  const sizes: number[] = [];
  for (const message of messages) {
    const deflated = await deflateMessage(message, window, parameters);
    window = deflated.window;
    arrived.push(await other.inflate(deflated.fragments));
    sizes.push(deflated.fragments.reduce((sum, { length }) => sum + length, 0));
  }
  return { arrived, sizes, window };
}

/** Text that is hard to compress and easy to repeat. */
function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at++) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

describe('deflateMessage', () => {
  it('writes the example of RFC 7692 §7.2.3.1 and the empty message of §7.2.3.6', async () => {
    const hello = await deflateMessage([Buffer.from('Hello')], emptyWindow, usual);
    assert.equal(Buffer.from(hello.fragments[0]!).toString('hex'), 'f248cdc9c90700');
    const empty = await deflateMessage([Buffer.of()], emptyWindow, usual);
    assert.equal(Buffer.from(empty.fragments[0]!).toString('hex'), '00');
  });

  it('refers back to the message before, as in §7.2.3.2', async () => {
    const first = await deflateMessage([Buffer.from('Hello')], emptyWindow, usual);
    const second = await deflateMessage([Buffer.from('Hello')], first.window, usual);
    assert.equal(Buffer.from(second.fragments[0]!).toString('hex'), 'f200110000');
  });

  it('refers back to nothing without context takeover', async () => {
    const { sizes, window } = await exchange([[Buffer.from('Hello')], [Buffer.from('Hello')]], {
      windowBits: 15,
      contextTakeover: false,
    });
    assert.deepEqual(sizes, [7, 7]);
    assert.equal(window, emptyWindow);
  });

  it('gives the same bytes for the same message and window', async () => {
    const { window } = await exchange([[Buffer.from('something before')]]);
    const message = [Buffer.from('something '), Buffer.from('to compress')];
    assert.deepEqual(
      (await deflateMessage(message, window, usual)).fragments,
      (await deflateMessage(message, window, usual)).fragments,
    );
  });

  for (const windowBits of [8, 9, 10, 15]) {
    it(`never refers back further than a window of ${windowBits} bits`, async () => {
      const messages = Array.from({ length: 40 }, (_, index) => [
        // The same noise comes again after more and more bytes, inside the window and outside.
        noise(100 + 40 * index, 7),
        noise(50 * index, index),
      ]);
      const { arrived, window } = await exchange(messages, { windowBits, contextTakeover: true });
      assert.deepEqual(
        arrived,
        messages.map((message) => Buffer.concat(message)),
      );
      assert.equal(window.bytes.length, 2 ** windowBits);
    });
  }

  it('arrives whole, whatever is sent and wherever it is cut', async () => {
    const fragment = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(...['', 'the same again ', 'x'.repeat(300)].map((text) => Buffer.from(text))),
    );
    const messages = fc.array(fc.array(fragment, { minLength: 1, maxLength: 4 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(messages, async (sent) => {
        const { arrived } = await exchange(sent.map((parts) => [...parts]));
        assert.deepEqual(
          arrived,
          sent.map((parts) => Buffer.concat(parts)),
        );
      }),
      { numRuns: 50 },
    );
  });
});
