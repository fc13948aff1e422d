import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { headerFields as decodedFields } from '../../../src/inspector/frameDetail';
import type { FrameFields } from '../../../src/protocol/frameDetail';
import { headerFields, type HeaderField } from '../../../src/webview/headerFields';
import { FrameDecoder } from '../../../src/wire/frameDecoder';
import { encodeFrame } from '../../../src/wire/frameEncoder';
import { frameFields } from '../../support/panelFixture';

const places = (fields: readonly HeaderField[]) =>
  fields.map(({ id, from, to }) => `${id} ${from}-${to}`);

/** The bits of a frame as a number. */
function bitsOf(bytes: Uint8Array, { from, to }: HeaderField): bigint {
  const all = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return BigInt(`0b${all.slice(from, to)}`);
}

describe('headerFields', () => {
  it('places the fields where the RFC draws them', () => {
    const fields = frameFields({ headerLength: 2, payloadLength: 5, payloadReceived: 5 });
    assert.deepEqual(places(headerFields(fields, undefined)), [
      'fin 0-1',
      'rsv1 1-2',
      'rsv2 2-3',
      'rsv3 3-4',
      'opcode 4-8',
      'mask 8-9',
      'length 9-16',
      'payload 16-56',
    ]);
  });

  it('has the longer forms of the length, and the masking key behind it', () => {
    const part = { masked: true, maskingKey: '37fa213d', payloadLength: 70_000 };
    const fields = frameFields({ ...part, lengthBits: 64, headerLength: 14 });
    const placed = headerFields(fields, undefined);
    assert.deepEqual(places(placed).slice(6), [
      'length 9-16',
      'extendedLength 16-80',
      'maskingKey 80-112',
    ]);
    assert.deepEqual(
      placed.slice(6).map(({ value }) => value),
      ['127', '70,000', '0x37fa213d'],
    );
  });

  it('has the bits of every frame, one after another, none twice and none left out', () => {
    const frames = fc.record({
      fin: fc.boolean(),
      rsv1: fc.boolean(),
      rsv2: fc.boolean(),
      rsv3: fc.boolean(),
      opcode: fc.nat(15),
      maskingKey: fc.option(fc.nat(0xffff_ffff), { nil: undefined }),
      lengthBits: fc.constantFrom(16 as const, 64 as const, undefined),
      payload: fc.uint8Array({ maxLength: 200 }),
    });
    fc.assert(
      fc.property(frames, (frame) => {
        const bytes = encodeFrame(frame);
        const placed = headerFields(fieldsOf(bytes), undefined);
        placed.forEach(({ from }, index) => assert.equal(from, placed[index - 1]?.to ?? 0));
        assert.equal(placed.at(-1)?.to, bytes.length * 8);
        for (const field of placed) {
          if (!(field.id in expected)) continue;
          assert.equal(bitsOf(bytes, field), expected[field.id]?.(frame), field.id);
        }
      }),
    );
  });

  it('says of a header that was cut short which field the stream ended in', () => {
    const fields = frameFields({ lengthBits: 16, headerLength: 3 });
    const placed = headerFields(fields, undefined);
    assert.deepEqual(places(placed).at(-1), 'extendedLength 16-24');
    assert.equal(placed.at(-1)?.meaning, 'The stream ended inside this field');
    const oneByte = headerFields(frameFields({ headerLength: 1 }), undefined);
    assert.equal(places(oneByte).at(-1), 'opcode 4-8');
  });

  it('says how much of the payload is missing', () => {
    const fields = frameFields({ payloadLength: 100, payloadReceived: 40 });
    const payload = headerFields(fields, undefined).at(-1);
    assert.equal(payload?.meaning, 'The stream ended 60 B before its end');
  });

  it('knows whether a frame has to be masked', () => {
    assert.match(maskOf({ direction: 'in' }) ?? '', /^Not masked, as/);
    assert.match(maskOf({ direction: 'out' }) ?? '', /^Not masked, although/);
  });
});

/** What is said of the MASK bit. */
function maskOf(part: Partial<FrameFields>): string | undefined {
  return headerFields(frameFields(part), undefined).find(({ id }) => id === 'mask')?.meaning;
}

type Frame = Parameters<typeof encodeFrame>[0];

/** What the encoder was told to write into a field. */
const expected: Readonly<Record<string, ((frame: Frame) => bigint) | undefined>> = {
  fin: ({ fin }) => BigInt(fin),
  rsv1: ({ rsv1 }) => BigInt(rsv1),
  rsv2: ({ rsv2 }) => BigInt(rsv2),
  rsv3: ({ rsv3 }) => BigInt(rsv3),
  opcode: ({ opcode }) => BigInt(opcode),
  mask: ({ maskingKey }) => BigInt(maskingKey !== undefined),
  extendedLength: ({ payload }) => BigInt(payload.length),
  maskingKey: ({ maskingKey }) => BigInt(maskingKey ?? -1),
};

function fieldsOf(bytes: Uint8Array): FrameFields {
  let fields = frameFields({});
  const decoder = new FrameDecoder({
    sender: 'client',
    permessageDeflate: false,
    onFrame: (frame) => {
      fields = { ...fields, ...decodedFields(frame) };
    },
  });
  decoder.push(bytes);
  return fields;
}
