import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { draftPayload, isSendableCloseCode } from '../../../src/protocol/draftPayload';
import type { FrameDraft } from '../../../src/protocol/frameDraft';

function bytesOf(draft: FrameDraft): number[] {
  const payload = draftPayload(draft);
  assert.ok(payload.ok, payload.ok ? '' : payload.message);
  return [...payload.bytes];
}

function mistakeIn(draft: FrameDraft): { message: string; at: number | undefined } {
  const payload = draftPayload(draft);
  assert.ok(!payload.ok, 'the draft was accepted');
  assert.match(payload.message, /^[A-Z"].*\.$/, 'one or more sentences');
  return { message: payload.message, at: payload.at };
}

const hex = (text: string): FrameDraft => ({ kind: 'binary', encoding: 'hex', text });
const base64 = (text: string): FrameDraft => ({ kind: 'binary', encoding: 'base64', text });
const json = (text: string): FrameDraft => ({ kind: 'json', text });
const close = (code: number | undefined, reason = ''): FrameDraft => ({
  kind: 'close',
  code,
  reason,
});

describe('draftPayload', () => {
  it('takes text as UTF-8', () => {
    assert.deepEqual(bytesOf({ kind: 'text', text: 'é€😀' }), [...Buffer.from('é€😀')]);
    assert.deepEqual(bytesOf({ kind: 'text', text: '' }), []);
  });

  describe('JSON', () => {
    it('is sent as it was typed', () => {
      const text = ' {"n": 1.10, "big": 12345678901234567890} ';
      assert.deepEqual(bytesOf(json(text)), [...Buffer.from(text)]);
    });

    const mistakes: [text: string, at: number, place: RegExp][] = [
      ['{"a": 1,}', 8, /line 1, column 9/],
      ['{"a" 1}', 5, /line 1, column 6/],
      ['{\n  "a": nope\n}', 9, /invalid symbol at line 2, column 8/],
      ['[1, 2', 5, /close bracket expected at line 1, column 6/],
      ['1 2', 2, /end of file expected/],
      ['// no\n1', 0, /line 1, column 1/],
    ];
    for (const [text, at, place] of mistakes) {
      it(`says where the mistake is in ${JSON.stringify(text)}`, () => {
        const mistake = mistakeIn(json(text));
        assert.equal(mistake.at, at);
        assert.match(mistake.message, place);
      });
    }

    it('refuses nothing and white space', () => {
      assert.match(mistakeIn(json('')).message, /no JSON yet/);
      assert.match(mistakeIn(json(' \n')).message, /no JSON yet/);
    });

    it('survives text that is nested too deeply to look for the mistake', () => {
      assert.equal(mistakeIn(json('['.repeat(1_000_000))).at, undefined);
    });

    it('accepts exactly what JSON.parse accepts', () => {
      const nearlyJson = fc.oneof(
        fc.json(),
        fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 })).map(([text, at, more]) => {
          const place = at % (text.length + 1);
          return text.slice(0, place) + more + text.slice(place);
        }),
      );
      fc.assert(
        fc.property(nearlyJson, (text) => {
          let valid = true;
          try {
            JSON.parse(text);
          } catch {
            valid = false;
          }
          assert.equal(draftPayload(json(text)).ok, valid);
        }),
      );
    });
  });

  describe('hex', () => {
    it('takes digits of either case and white space', () => {
      assert.deepEqual(bytesOf(hex(' 00 fF\n\tA5a5 ')), [0x00, 0xff, 0xa5, 0xa5]);
      assert.deepEqual(bytesOf(hex('')), []);
    });

    it('says which character is no digit', () => {
      assert.deepEqual(mistakeIn(hex('00 0g')), {
        message: '"g" is no hex digit. Use 0-9, a-f and spaces.',
        at: 4,
      });
      assert.match(mistakeIn(hex('😀')).message, /^"😀"/);
    });

    it('asks for two digits a byte', () => {
      assert.equal(mistakeIn(hex('00 a ')).at, 3);
    });
  });

  describe('base64', () => {
    it('takes what Buffer writes, in both alphabets, with and without padding', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
          const buffer = Buffer.from(bytes);
          const wrapped = buffer.toString('base64').replaceAll(/(.{5})/g, '$1\n ');
          for (const text of [buffer.toString('base64'), buffer.toString('base64url'), wrapped]) {
            assert.deepEqual(bytesOf(base64(text)), [...bytes]);
          }
        }),
      );
    });

    it('says where it goes wrong', () => {
      assert.equal(mistakeIn(base64('QUJD*')).at, 4);
      assert.equal(mistakeIn(base64('QQ==QQ')).at, 3);
      assert.equal(mistakeIn(base64('QUJDR ')).at, 4);
    });
  });

  describe('ping and pong', () => {
    it('take up to 125 bytes', () => {
      assert.equal(bytesOf({ kind: 'ping', text: 'x'.repeat(125) }).length, 125);
      assert.deepEqual(bytesOf({ kind: 'pong', text: '' }), []);
      const { message } = mistakeIn({ kind: 'pong', text: '€'.repeat(42) });
      assert.match(message, /125 bytes; this one has 126/);
    });
  });

  describe('close', () => {
    it('writes the code before the reason', () => {
      assert.deepEqual(bytesOf(close(1000, 'bye')), [0x03, 0xe8, ...Buffer.from('bye')]);
      assert.deepEqual(bytesOf(close(4999)), [0x13, 0x87]);
      assert.deepEqual(bytesOf(close(undefined)), []);
    });

    it('wants a code before a reason, and a reason of up to 123 bytes', () => {
      assert.match(mistakeIn(close(undefined, 'bye')).message, /needs a close code/);
      assert.equal(bytesOf(close(1000, 'x'.repeat(123))).length, 125);
      assert.match(mistakeIn(close(1000, 'x'.repeat(124))).message, /123 bytes/);
    });

    it('refuses the codes that no end may send', () => {
      for (const code of [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535]) {
        assert.match(mistakeIn(close(code)).message, /must not be sent/);
      }
      for (const code of [1000, 1003, 1007, 1014, 3000, 4999]) {
        assert.ok(isSendableCloseCode(code));
      }
      assert.ok(!isSendableCloseCode(1000.5));
    });
  });
});
