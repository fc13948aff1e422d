import assert from 'node:assert/strict';
import { base64Of, isText, sliceText } from '../../../src/inspector/payloadText';
import { captureOfFrames } from './support/captureOfFrames';

/** Longer than what is read at once, and no multiple of it. */
const long = 'x€'.repeat(40_001);

describe('payloadText', () => {
  for (const text of ['', 'a', '\ufeffmark', long]) {
    it(`reads ${text.length} characters in slices that join`, () => {
      const payload = Buffer.from(text);
      const capture = captureOfFrames([{ opcode: 1, payload }]);
      assert.equal(isText(capture, 0, 'message'), true);
      assert.equal([...sliceText(capture, 0, 'message')].join(''), text);
      assert.equal([...base64Of(capture, 0, 'payload')].join(''), payload.toString('base64'));
    });
  }

  for (const [what, payload] of [
    ['ends inside a character', Buffer.from('€').subarray(0, 2)],
    ['has a wrong byte far behind', Buffer.concat([Buffer.from(long), Buffer.of(0x80)])],
  ] as const) {
    it(`takes for no text what ${what}`, () => {
      assert.equal(isText(captureOfFrames([{ opcode: 2, payload }]), 0, 'message'), false);
    });
  }
});
