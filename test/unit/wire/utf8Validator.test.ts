import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import * as fc from 'fast-check';
import { applyMask } from '../../../src/wire/masking';
import { Utf8Validator } from '../../../src/wire/utf8Validator';
import { everyCut } from '../../support/cuts';

function isText(...pieces: Uint8Array[]): boolean {
  const validator = new Utf8Validator();
  for (const piece of pieces) validator.push(piece);
  return validator.complete;
}

/** Bytes that are UTF-8 in the main, so that the rules are met at their edges. */
const nearlyUtf8 = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.string({ minLength: 16 }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 2 }),
      fc
        .constantFrom(
          'c080',
          'c1bf',
          'e08080',
          'e09fbf',
          'eda080',
          'edbfbf',
          'ee8080',
          'f0808080',
          'f08fbfbf',
          'f48fbfbf',
          'f4908080',
          'f5808080',
          'ff',
          '80',
          'e282',
        )
        .map((hex) => Buffer.from(hex, 'hex')),
    ),
  )
  .map((pieces) => Buffer.concat(pieces));

describe('utf8Validator', () => {
  it('agrees with Node on every sequence of up to two bytes and every lead of three', () => {
    for (let word = 0; word < 0x10000; word++) {
      const pair = Buffer.of(word >> 8, word & 0xff);
      assert.equal(isText(pair), isUtf8(pair), pair.toString('hex'));
      const three = Buffer.of(0xe0 | (word >> 12), (word >> 4) & 0xff, 0x80 | (word & 0xf));
      assert.equal(isText(three), isUtf8(three), three.toString('hex'));
    }
  });

  it('agrees with Node on bytes that are nearly UTF-8', () => {
    fc.assert(fc.property(nearlyUtf8, (bytes) => isText(bytes) === isUtf8(bytes)));
  });

  it('does not pass over ASCII that breaks a character', () => {
    for (const lead of ['c3', 'e282', 'f09f98']) {
      for (let before = 0; before <= 32; before++) {
        const start = Buffer.concat([Buffer.alloc(before, 'a'), Buffer.from(lead, 'hex')]);
        const rest = Buffer.alloc(64, 'a');
        assert.equal(isText(Buffer.concat([start, rest])), false);
        assert.equal(isText(start, rest, Buffer.of(0xac)), false);
      }
    }
  });

  it('says the same wherever the bytes are cut', () => {
    fc.assert(
      fc.property(nearlyUtf8, (bytes) => {
        for (const pieces of everyCut(bytes)) assert.equal(isText(...pieces), isUtf8(bytes));
      }),
    );
  });

  it('unmasks on the way, from any offset of the key and any place in the bytes', () => {
    fc.assert(
      fc.property(
        nearlyUtf8,
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.nat({ max: 20 }),
        fc.nat({ max: 5 }),
        (bytes, key, offset, before) => {
          const masked = Buffer.concat([Buffer.alloc(before, 0xff), bytes, Buffer.of(0xff)]);
          applyMask(masked.subarray(before, before + bytes.length), key, offset);
          const validator = new Utf8Validator();
          validator.push(masked, before, before + bytes.length, key, offset);
          assert.equal(validator.complete, isUtf8(bytes));
        },
      ),
    );
  });

  it('comes to the same with and without the help of the platform, however the text is cut', () => {
    const long = fc
      .tuple(nearlyUtf8, fc.nat({ max: 3000 }), nearlyUtf8)
      .map(([before, length, after]) => Buffer.concat([before, Buffer.alloc(length, 'é'), after]));
    fc.assert(
      fc.property(fc.array(long, { minLength: 1, maxLength: 4 }), fc.nat(), (texts, cut) => {
        const text = Buffer.concat(texts);
        const at = cut % (text.length + 1);
        const helped = new Utf8Validator(isUtf8);
        const alone = new Utf8Validator();
        for (const [start, end] of [
          [0, at],
          [at, text.length],
        ] as const) {
          assert.equal(helped.push(text, start, end), alone.push(text, start, end));
          assert.equal(helped.complete, alone.complete);
        }
        assert.equal(helped.complete, isUtf8(text));
      }),
    );
  });

  it('is valid but not complete inside a character', () => {
    const validator = new Utf8Validator();
    assert.equal(validator.push(Buffer.of(0xe2, 0x82)), true);
    assert.equal(validator.complete, false);
    assert.equal(validator.push(Buffer.of(0xac)), true);
    assert.equal(validator.complete, true);
  });

  it('stays invalid until it is reset', () => {
    const validator = new Utf8Validator();
    assert.equal(validator.push(Buffer.of(0xff)), false);
    assert.equal(validator.push(Buffer.from('fine again, and longer than one step')), false);
    assert.equal(validator.valid, false);
    validator.reset();
    assert.equal(validator.push(Buffer.from('fine')), true);
    assert.equal(validator.complete, true);
  });
});
