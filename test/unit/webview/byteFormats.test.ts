import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatAs } from '../../../src/webview/byteFormats';

const bytes = fc.uint8Array({ maxLength: 40_000 });

/** Reads bytes back as whoever they are pasted to would. */
function isReadBack(read: (text: string) => Uint8Array, format: Parameters<typeof formatAs>[0]) {
  fc.assert(
    fc.property(bytes, (original) => {
      assert.deepEqual(Buffer.from(read(formatAs(format, original))), Buffer.from(original));
    }),
    { numRuns: 50 },
  );
}

describe('formatAs', () => {
  it('writes hex digits', () => {
    assert.equal(formatAs('hex', Uint8Array.of(0x81, 0x05, 0x48)), '810548');
    isReadBack((text) => Buffer.from(text, 'hex'), 'hex');
  });

  it('writes base64', () => {
    assert.equal(formatAs('base64', Buffer.from('Hello')), 'SGVsbG8=');
    isReadBack((text) => Buffer.from(text, 'base64'), 'base64');
  });

  it('writes an array in C', () => {
    assert.equal(
      formatAs('cArray', Uint8Array.of(0x81, 0x05)),
      'const unsigned char bytes[2] = {\n  0x81, 0x05,\n};\n',
    );
    isReadBack((text) => Buffer.from((text.match(/0x[0-9a-f]{2}/g) ?? []).map(Number)), 'cArray');
  });

  it('writes a string that JavaScript reads', () => {
    assert.equal(
      formatAs('escaped', Buffer.from('\u0081A"\\\n\0', 'latin1')),
      '"\\x81A\\"\\\\\\n\\x00"',
    );
    isReadBack((text) => Buffer.from(readString(text), 'latin1'), 'escaped');
  });
});

/** JSON is JavaScript but for these escapes; a backslash that is escaped begins none. */
function readString(text: string): string {
  const json = text.replace(/\\(x|.)/g, (all, what) => (what === 'x' ? '\\u00' : all));
  return JSON.parse(json) as string;
}
