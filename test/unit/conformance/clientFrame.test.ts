import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  binary,
  close,
  continuation,
  frame,
  ping,
  pong,
  text,
} from '../../../src/conformance/clientFrame';
import { encodeFrame } from '../../support/encodeFrame';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('clientFrame', () => {
  it('writes the masked "Hello" of RFC 6455 §5.7', () => {
    assert.equal(hex(text('Hello')), '818537fa213d7f9f4d5158');
  });

  it('writes the kinds of frames', () => {
    const unmasked = { maskingKey: undefined };
    assert.equal(hex(continuation('a', unmasked)), '800161');
    assert.equal(hex(text('ä', unmasked)), '8102c3a4');
    assert.equal(hex(binary(Uint8Array.of(0xff), unmasked)), '8201ff');
    assert.equal(hex(ping('', unmasked)), '8900');
    assert.equal(hex(pong('p', unmasked)), '8a0170');
    assert.equal(hex(close(1000, 'ok', unmasked)), '880403e86f6b');
  });

  it('writes any header, as another encoder does', () => {
    fc.assert(
      fc.property(
        fc.record({
          opcode: fc.nat({ max: 15 }),
          payload: fc.uint8Array({ maxLength: 300 }),
          fin: fc.boolean(),
          rsv: fc.nat({ max: 7 }),
          maskingKey: fc.option(fc.nat({ max: 0xff_ff_ff_ff }), { nil: undefined }),
        }),
        (fields) => assert.equal(hex(frame(fields)), hex(encodeFrame(fields))),
      ),
    );
  });

  it('writes a length in a longer form than it needs, or one that is not true', () => {
    for (const fields of [
      { opcode: 2, payload: Buffer.from('Hello'), lengthBits: 16 },
      { opcode: 2, payload: Buffer.from('Hello'), lengthBits: 64 },
      { opcode: 2, payload: Buffer.from('Hello'), declaredLength: 2n ** 63n + 5n },
      { opcode: 2, payload: Buffer.alloc(65_535) },
      { opcode: 2, payload: Buffer.alloc(65_536) },
    ] as const) {
      const maskingKey = 0x01_02_03_04;
      assert.equal(
        hex(frame({ ...fields, maskingKey })),
        hex(encodeFrame({ ...fields, maskingKey })),
      );
    }
  });

  it('leaves the payload that it was given as it is', () => {
    const payload = Buffer.from('Hello');
    text(payload);
    assert.equal(payload.toString(), 'Hello');
  });
});
