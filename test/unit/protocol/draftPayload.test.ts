import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { draftPayload, isSendableCloseCode } from '../../../src/protocol/draftPayload';
import type { FrameDraft, JsonDraft } from '../../../src/protocol/frameDraft';

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
const json = (text: string): JsonDraft => ({ kind: 'json', text });
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
      ['{\n  "a": nope\n}', 9, /a value expected at line 2, column 8/],
      ['[1, 2', 5, /"," or "\]" expected at line 1, column 6/],
      ['1 2', 2, /the end expected at line 1, column 3/],
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

    it('finds the mistake in text that would exhaust the stack of a parser', () => {
      assert.equal(mistakeIn(json('['.repeat(1_000_000))).at, 1_000_000);
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

    it('wants padding to be right where there is any', () => {
      for (const text of ['QQ=', 'QQ===', 'QUI==', 'QUJD=', 'QUJD==']) {
        assert.equal(mistakeIn(base64(text)).at, text.indexOf('='), text);
      }
      assert.match(mistakeIn(base64('QQ=')).message, /End it with "=="/);
      assert.match(mistakeIn(base64('QUJD=')).message, /needs no padding/);
    });
  });

  describe('ping and pong', () => {
    it('take up to 125 bytes', () => {
      assert.equal(bytesOf({ kind: 'ping', text: 'x'.repeat(125) }).length, 125);
      assert.deepEqual(bytesOf({ kind: 'pong', text: '' }), []);
      const { message } = mistakeIn({ kind: 'pong', text: '€'.repeat(42) });
      assert.match(message, /125 bytes; this one has 126/);
    });

    it('take bytes in hex and base64', () => {
      assert.deepEqual(bytesOf({ kind: 'ping', text: 'ff 00', encoding: 'hex' }), [255, 0]);
      assert.deepEqual(bytesOf({ kind: 'pong', text: '/wA=', encoding: 'base64' }), [255, 0]);
      assert.match(
        mistakeIn({ kind: 'ping', text: 'f', encoding: 'hex' }).message,
        /one hex digit/,
      );
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

  describe('templates', () => {
    it('count as sample values where they are asked for', () => {
      const text = '{"id": {{counter}}, "at": {{timestamp}}}';
      assert.match(
        Buffer.from(bytesOf({ ...json(text), templates: true })).toString(),
        /^{"id": 1,/,
      );
      assert.match(mistakeIn(json(text)).message, /not valid JSON/);
      assert.deepEqual(bytesOf({ kind: 'text', text: '{{counter}}' }), [
        ...Buffer.from('{{counter}}'),
      ]);
      assert.deepEqual(bytesOf({ kind: 'text', text: '{{counter}}', templates: true }), [0x31]);
    });

    it('do not move the place of a mistake', () => {
      const draft = { ...json('{"id": "{{uuid}}",\n "n": {{counter}} x}'), templates: true };
      const { message, at } = mistakeIn(draft);
      assert.equal(at, draft.text.indexOf('x'));
      assert.match(message, /line 2, column 19/);
    });
  });

  describe('fragments', () => {
    it('are checked against the payload, and the frames between them', () => {
      const text = { kind: 'text', text: 'é' } as const;
      assert.deepEqual(bytesOf({ ...text, fragments: { cut: { at: [1] } } }), [0xc3, 0xa9]);
      assert.match(
        mistakeIn({ ...text, fragments: { cut: { at: [3] } } }).message,
        /2 bytes.*cannot be cut at 3/,
      );
      const between = [{ after: 1, frame: close(1005) }] as never;
      assert.match(
        mistakeIn({ ...text, fragments: { cut: { parts: 2 }, between } }).message,
        /^In a control frame between fragments: The close code 1005/,
      );
    });
  });

  describe('the laboratory', () => {
    const frame = {
      kind: 'frame',
      fin: false,
      rsv1: true,
      rsv2: false,
      rsv3: true,
      opcode: 11,
      masked: true,
      encoding: 'hex',
      text: '00 ff',
    } as const;

    it('takes any header', () => {
      assert.deepEqual(bytesOf(frame), [0, 255]);
      assert.deepEqual(bytesOf({ ...frame, maskingKey: 'DEADbeef', lengthBits: 64 }), [0, 255]);
      assert.deepEqual(bytesOf({ ...frame, declaredLength: 2 ** 63 }), [0, 255]);
      assert.deepEqual(bytesOf({ ...frame, masked: false, maskingKey: 'no key' }), [0, 255]);
    });

    it('wants a whole key', () => {
      for (const maskingKey of ['', 'ff', '0x00ff00', 'gg00ff00', '00ff00ff0']) {
        assert.match(mistakeIn({ ...frame, maskingKey }).message, /eight hex digits/);
      }
    });

    it('wants a form of the length that holds it', () => {
      for (const [declaredLength, lengthBits, says] of [
        [126, 7, /7 bits can be up to 125; this one is 126/],
        [65_536, 16, /16 bits can be up to 65,535/],
      ] as const) {
        assert.match(mistakeIn({ ...frame, declaredLength, lengthBits }).message, says);
      }
    });

    it('takes bytes that are no frame', () => {
      assert.deepEqual(bytesOf({ kind: 'raw', encoding: 'text', text: 'GET /' }), [
        ...Buffer.from('GET /'),
      ]);
      const bytes = Uint8Array.of(1, 2, 3);
      assert.deepEqual(bytesOf({ kind: 'raw', encoding: 'bytes', bytes }), [1, 2, 3]);
      assert.deepEqual(bytesOf({ kind: 'binary', encoding: 'bytes', bytes }), [1, 2, 3]);
    });
  });
});
