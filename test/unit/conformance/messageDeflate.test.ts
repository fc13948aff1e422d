import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { farReaching } from '../../../src/conformance/checks/deflateMessages';
import { MessageDeflater, MessageInflater } from '../../../src/conformance/messageDeflate';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const side = { noContextTakeover: false, windowBits: 15 };

function inflaterOf(windowBits: number): MessageInflater {
  return new MessageInflater({ ...side, windowBits });
}

describe('messageDeflate', () => {
  it('compresses as RFC 7692 §7.2.3.2 shows', () => {
    const deflater = new MessageDeflater(side);
    assert.equal(hex(deflater.deflate('Hello')), 'f248cdc9c90700');
    assert.equal(hex(deflater.deflate('Hello')), 'f200110000');
    const alone = new MessageDeflater({ ...side, noContextTakeover: true });
    assert.equal(hex(alone.deflate('Hello')), 'f248cdc9c90700');
    assert.equal(hex(alone.deflate('Hello')), 'f248cdc9c90700');
  });

  it('inflates what was compressed, message after message', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 2_000 }), { maxLength: 5 }),
        fc.boolean(),
        fc.integer({ min: 8, max: 15 }),
        (messages, noContextTakeover, windowBits) => {
          const deflater = new MessageDeflater({ noContextTakeover, windowBits });
          const inflater = new MessageInflater({ noContextTakeover, windowBits });
          for (const message of messages) {
            assert.equal(hex(inflater.inflate(deflater.deflate(message))), hex(message));
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('refuses a message that refers back where that was not agreed', () => {
    const deflater = new MessageDeflater(side);
    const inflater = new MessageInflater({ ...side, noContextTakeover: true });
    assert.equal(hex(inflater.inflate(deflater.deflate('Hello'))), hex(Buffer.from('Hello')));
    assert.throws(() => inflater.inflate(deflater.deflate('Hello')), /distance too far back/);
  });

  it('refuses corrupt data', () => {
    const inflater = new MessageInflater(side);
    assert.throws(() => inflater.inflate(Uint8Array.of(0xff, 0xff)), /invalid block type/);
  });

  for (const windowBits of [8, 9, 10, 11, 12, 13, 14, 15]) {
    it(`holds a sender to a window of 2^${windowBits} bytes`, () => {
      const { payload, deflated } = farReaching(windowBits);
      assert.equal(Buffer.from(inflaterOf(windowBits).inflate(deflated)).toString(), payload);
      if (windowBits > 8) {
        assert.throws(() => inflaterOf(windowBits - 1).inflate(deflated), /distance too far back/);
      }
    });
  }
});
