import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  base64Of,
  messageOf,
  payloadOf,
  textOf,
  type Notation,
} from '../../../src/inspector/content';
import { captureOfFrames } from './support/captureOfFrames';
import { joined } from './support/joined';

/** Longer than what is read at once, and no multiple of it. */
const long = 'x€'.repeat(40_001);

const notation: Notation = {
  text: { before: '<', escape: (text) => text.replaceAll('x', 'X'), after: '>' },
  base64: { before: '[', after: ']' },
};

function asText(payload: Uint8Array): string {
  const capture = captureOfFrames([{ opcode: 1, payload }]);
  return joined(textOf(payloadOf(capture, 0), notation));
}

describe('content', () => {
  for (const text of ['', 'a', '\ufeffmark', 'x', long]) {
    it(`is written as text or base64 when it is ${text.length} characters long`, () => {
      const payload = Buffer.from(text);
      const capture = captureOfFrames([{ opcode: 1, payload }]);
      assert.equal(asText(payload), `<${text.replaceAll('x', 'X')}>`);
      assert.equal(joined(base64Of(payloadOf(capture, 0))), payload.toString('base64'));
    });
  }

  for (const [what, payload] of [
    ['ends inside a character', Buffer.from('€').subarray(0, 2)],
    ['has a wrong byte far behind', Buffer.concat([Buffer.from(long), Buffer.of(0x80)])],
    ['ends inside a character far behind', Buffer.from(long).subarray(0, -1)],
  ] as const) {
    it(`is no text when it ${what}`, () => {
      assert.equal(asText(payload), `[${payload.toString('base64')}]`);
    });
  }

  it('joins the fragments of a message, however they part its characters', () => {
    const cuts = fc.array(fc.nat(40), { maxLength: 6 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), cuts, (text, at) => {
        const bytes = Buffer.from(text);
        const starts = [0, ...at.toSorted((a, b) => a - b)];
        const frames = starts.map((start, index) => ({
          opcode: index === 0 ? 1 : 0,
          fin: index === starts.length - 1,
          payload: bytes.subarray(start, starts[index + 1] ?? bytes.length),
        }));
        const capture = captureOfFrames(frames);
        const message = { opcode: 1, firstRow: 0, compressed: false };
        const content = messageOf(capture, frames.length - 1, message);
        assert.equal(joined(textOf(content, notation)), `<${text.replaceAll('x', 'X')}>`);
        assert.equal(joined(base64Of(content)), bytes.toString('base64'));
      }),
    );
  });

  it('is read in pieces when it is large, also while it is only looked through', () => {
    const capture = captureOfFrames([{ opcode: 1, payload: Buffer.from(long) }]);
    const part = textOf(payloadOf(capture, 0), notation);
    assert.ok(typeof part !== 'string');
    assert.deepEqual([part.next().value, part.next().value], ['', '']);
  });
});
