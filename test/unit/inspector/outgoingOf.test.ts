import assert from 'node:assert/strict';
import { isFromLaboratory, outgoingOf } from '../../../src/inspector/outgoingOf';
import type { LaboratoryDraft } from '../../../src/protocol/frameDraft';
import { RequestError } from '../../../src/protocol/requestError';
import { frame } from '../../../src/session/outgoing';

const laboratory: LaboratoryDraft = {
  kind: 'frame',
  fin: false,
  rsv1: false,
  rsv2: true,
  rsv3: false,
  opcode: 11,
  masked: true,
  encoding: 'hex',
  text: 'ff',
};

describe('outgoingOf', () => {
  it('makes messages of one or more fragments', () => {
    const between = [{ after: 1, frame: { kind: 'ping', text: 'p' } as const }];
    assert.deepEqual(outgoingOf({ kind: 'json', text: '{}' }), {
      kind: 'message',
      opcode: 1,
      fragments: [new Uint8Array([0x7b, 0x7d])],
      compress: undefined,
    });
    assert.deepEqual(
      outgoingOf({
        kind: 'binary',
        encoding: 'hex',
        text: '010203',
        fragments: { cut: { at: [1] }, between },
        compress: true,
      }),
      {
        kind: 'message',
        opcode: 2,
        fragments: [Uint8Array.of(1), Uint8Array.of(2, 3)],
        between: [{ after: 0, frame: frame(9, new Uint8Array([0x70])) }],
        compress: true,
      },
    );
  });

  it('makes control frames', () => {
    assert.deepEqual(outgoingOf({ kind: 'pong', text: '' }), frame(10, new Uint8Array(0)));
    assert.deepEqual(
      outgoingOf({ kind: 'close', code: 1000, reason: '' }),
      frame(8, Uint8Array.of(0x03, 0xe8)),
    );
  });

  it('makes a frame of the laboratory as it is told', () => {
    const payload = new Uint8Array([0xff]);
    const usual = {
      ...frame(11, payload, false),
      rsv2: true,
      lengthBits: undefined,
      declaredLength: undefined,
    };
    const cases: [more: Partial<LaboratoryDraft>, made: object][] = [
      [{}, {}],
      [{ maskingKey: '00000000' }, { maskingKey: 0 }],
      [{ masked: false, maskingKey: '00000001' }, { maskingKey: undefined }],
      [
        { lengthBits: 64, declaredLength: 5 },
        { lengthBits: 64, declaredLength: 5 },
      ],
    ];
    for (const [more, made] of cases) {
      assert.deepEqual(outgoingOf({ ...laboratory, ...more } as LaboratoryDraft), {
        ...usual,
        ...made,
      });
    }
  });

  it('refuses what has a mistake', () => {
    assert.throws(
      () => outgoingOf({ kind: 'raw', encoding: 'hex', text: 'f' }),
      (error) => error instanceof RequestError && error.code === 'bad-draft',
    );
  });
});

describe('isFromLaboratory', () => {
  it('knows what is there to break rules', () => {
    assert.ok(isFromLaboratory(laboratory));
    assert.ok(isFromLaboratory({ kind: 'raw', encoding: 'hex', text: '' }));
    assert.ok(!isFromLaboratory({ kind: 'close', code: 1000, reason: '' }));
  });
});
