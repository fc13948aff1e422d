import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  encodeFrame,
  holdsLength,
  shortestLengthBits,
  type FrameToEncode,
} from '../../../src/wire/frameEncoder';
import type { LengthBits } from '../../../src/wire/frameHeader';
import { encodeFrame as encodeIndependently } from '../../support/encodeFrame';
import { readFrames } from '../../support/readFrames';

const plain: FrameToEncode = {
  fin: true,
  rsv1: false,
  rsv2: false,
  rsv3: false,
  opcode: 1,
  maskingKey: undefined,
  payload: Buffer.from('Hello'),
};

function hexOf(frame: Partial<FrameToEncode>): string {
  return Buffer.from(encodeFrame({ ...plain, ...frame })).toString('hex');
}

const lengthForms: readonly LengthBits[] = [7, 16, 64];

describe('encodeFrame', () => {
  it('writes the examples of RFC 6455 §5.7', () => {
    assert.equal(hexOf({}), '810548656c6c6f');
    assert.equal(hexOf({ maskingKey: 0x37fa213d }), '818537fa213d7f9f4d5158');
    assert.equal(hexOf({ fin: false, payload: Buffer.from('Hel') }), '010348656c');
    assert.equal(hexOf({ opcode: 0, payload: Buffer.from('lo') }), '80026c6f');
    assert.equal(hexOf({ opcode: 9 }), '890548656c6c6f');
    assert.ok(hexOf({ opcode: 2, payload: Buffer.alloc(256) }).startsWith('827e010000'));
    assert.ok(
      hexOf({ opcode: 2, payload: Buffer.alloc(65536) }).startsWith('827f0000000000010000'),
    );
  });

  it('sets each bit of the first byte', () => {
    assert.equal(hexOf({ fin: false, opcode: 0, payload: Buffer.of() }), '0000');
    for (const [bit, name] of (['fin', 'rsv1', 'rsv2', 'rsv3'] as const).entries()) {
      const none = { fin: false, opcode: 0, payload: Buffer.of() };
      const expected = (0x80 >> bit).toString(16).padStart(2, '0');
      assert.equal(hexOf({ ...none, [name]: true }), `${expected}00`);
    }
    for (let opcode = 0; opcode < 16; opcode++) {
      assert.equal(hexOf({ opcode, payload: Buffer.of() }), `8${opcode.toString(16)}00`);
    }
  });

  it('writes each form of the length, also when a shorter one would do', () => {
    assert.equal(hexOf({ lengthBits: 7 }), '810548656c6c6f');
    assert.equal(hexOf({ lengthBits: 16 }), '817e000548656c6c6f');
    assert.equal(hexOf({ lengthBits: 64 }), '817f000000000000000548656c6c6f');
  });

  it('declares a length that the payload does not have', () => {
    assert.equal(hexOf({ declaredLength: 0 }), '810048656c6c6f');
    assert.equal(hexOf({ declaredLength: 300 }), '817e012c48656c6c6f');
    assert.equal(hexOf({ declaredLength: 2 ** 63 }), '817f800000000000000048656c6c6f');
  });

  it('leaves the payload that it was given alone', () => {
    const payload = Buffer.from('Hello');
    encodeFrame({ ...plain, maskingKey: 0xffff_ffff, payload });
    assert.equal(payload.toString(), 'Hello');
  });

  const frames = fc
    .record({
      fin: fc.boolean(),
      rsv: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
      opcode: fc.nat(15),
      maskingKey: fc.option(fc.nat(0xffff_ffff), { nil: undefined }),
      declaredLength: fc.option(
        fc.oneof(fc.nat(200), fc.nat(70_000), fc.maxSafeNat(), fc.constant(2 ** 63)),
        { nil: undefined },
      ),
      lengthBits: fc.option(fc.constantFrom(...lengthForms), { nil: undefined }),
      payload: fc.uint8Array({ maxLength: 300 }),
    })
    .filter(
      ({ lengthBits, declaredLength, payload }) =>
        lengthBits === undefined || holdsLength(lengthBits, declaredLength ?? payload.length),
    );

  it('writes what an independent encoder writes', () => {
    fc.assert(
      fc.property(frames, ({ rsv: [rsv1, rsv2, rsv3], ...frame }) => {
        const { declaredLength, lengthBits, ...fields } = frame;
        const independent = encodeIndependently({
          ...fields,
          rsv: Number(rsv1) * 4 + Number(rsv2) * 2 + Number(rsv3),
          ...(lengthBits && { lengthBits }),
          ...(declaredLength !== undefined && { declaredLength: BigInt(declaredLength) }),
        });
        assert.deepEqual(
          Buffer.from(encodeFrame({ ...frame, rsv1, rsv2, rsv3 })),
          Buffer.from(independent),
        );
      }),
    );
  });

  it('writes what the decoder reads back', () => {
    fc.assert(
      fc.property(frames, ({ rsv: [rsv1, rsv2, rsv3], ...given }) => {
        const frame = {
          ...given,
          rsv1,
          rsv2,
          rsv3,
          declaredLength: undefined,
          lengthBits: undefined,
        };
        const stream = { sender: 'client', permessageDeflate: false } as const;
        const [read] = readFrames([encodeFrame(frame)], stream);
        assert.equal(read?.payloadReceived, frame.payload.length);
        assert.equal(read.payloadLength, frame.payload.length);
        assert.equal(read.masked, frame.maskingKey !== undefined);
        assert.equal(read.maskingKey, frame.maskingKey ?? 0);
      }),
    );
  });
});

describe('forms of the length', () => {
  it('are as short as they can be', () => {
    for (const [length, bits] of [
      [0, 7],
      [125, 7],
      [126, 16],
      [65_535, 16],
      [65_536, 64],
      [2 ** 63, 64],
    ] as const) {
      assert.equal(shortestLengthBits(length), bits);
    }
  });

  it('hold what fits', () => {
    assert.deepEqual(
      lengthForms.map((bits) => holdsLength(bits, 126)),
      [false, true, true],
    );
    assert.ok(!holdsLength(64, 2 ** 64));
  });
});
