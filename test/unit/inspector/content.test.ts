import assert from 'node:assert/strict';
import { Content } from '../../../src/inspector/content';
import { captureOfFrames } from './support/captureOfFrames';

/** Longer than what is read at once, and no multiple of it. */
const long = 'x€'.repeat(40_001);

describe('Content', () => {
  for (const text of ['', 'a', '\ufeffmark', long]) {
    it(`reads ${text.length} characters in slices that join`, () => {
      const payload = Buffer.from(text);
      const capture = captureOfFrames([{ opcode: 1, payload }]);
      for (const view of ['payload', 'message'] as const) {
        const content = new Content(capture, 0, view);
        assert.equal(content.isText, true);
        assert.equal([...content.text()].join(''), text);
        assert.equal([...content.base64()].join(''), payload.toString('base64'));
      }
    });
  }

  for (const [what, payload] of [
    ['ends inside a character', Buffer.from('€').subarray(0, 2)],
    ['ends inside a character far behind', Buffer.from(long).subarray(0, -1)],
    ['has a wrong byte far behind', Buffer.concat([Buffer.from(long), Buffer.of(0x80)])],
  ] as const) {
    it(`takes for no text what ${what}`, () => {
      const capture = captureOfFrames([{ opcode: 2, payload }]);
      assert.equal(new Content(capture, 0, 'message').isText, false);
    });
  }
});
