import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { composeDraft } from '../../../src/webview/composedDraft';
import {
  draftKinds,
  emptyComposer,
  emptyHeader,
  type ComposerState,
  type HeaderState,
} from '../../../src/webview/composerState';

const composer = (part: Partial<ComposerState>): ComposerState => ({ ...emptyComposer, ...part });
const frame = (header: Partial<HeaderState>, message = '') =>
  composer({ kind: 'frame', message, header: { ...emptyHeader, ...header } });

function draftOf(state: ComposerState) {
  const composed = composeDraft(state);
  assert.ok(composed.ok, composed.ok ? '' : composed.message);
  return composed.draft;
}

function mistakeIn(state: ComposerState) {
  const composed = composeDraft(state);
  assert.ok(!composed.ok, 'nothing is wrong');
  return composed;
}

describe('composeDraft', () => {
  it('says no more than was chosen', () => {
    assert.deepEqual(draftOf(composer({ message: 'a' })), { kind: 'text', text: 'a' });
    assert.deepEqual(draftOf(composer({ kind: 'hex', message: 'ff' })), {
      kind: 'binary',
      encoding: 'hex',
      text: 'ff',
    });
    assert.deepEqual(draftOf(composer({ kind: 'ping', message: 'p', compress: 'yes' })), {
      kind: 'ping',
      text: 'p',
    });
    const close = composer({ kind: 'close', closeReason: 'r' });
    assert.deepEqual(draftOf(close), { kind: 'close', code: 1000, reason: 'r' });
  });

  it('adds templates, compression and fragments with control frames between', () => {
    const state = composer({
      message: 'abcdef',
      templates: true,
      compress: 'no',
      cut: 'at',
      cutAt: '2, 4',
      between: [
        { kind: 'ping', after: '1', text: 'p' },
        { kind: 'close', after: '2', text: '1001 going away' },
      ],
    });
    assert.deepEqual(draftOf(state), {
      kind: 'text',
      text: 'abcdef',
      templates: true,
      compress: false,
      fragments: {
        cut: { at: [2, 4] },
        between: [
          { after: 1, frame: { kind: 'ping', text: 'p' } },
          { after: 2, frame: { kind: 'close', code: 1001, reason: 'going away' } },
        ],
      },
    });
  });

  it('writes the header of the laboratory as it was told', () => {
    const state = frame(
      { fin: false, rsv3: true, opcode: 11, maskingKey: '37 fa 21 3d', lengthBits: '64' },
      'x',
    );
    assert.deepEqual(draftOf(state), {
      kind: 'frame',
      fin: false,
      rsv1: false,
      rsv2: false,
      rsv3: true,
      opcode: 11,
      masked: true,
      maskingKey: '37fa213d',
      lengthBits: 64,
      encoding: 'text',
      text: 'x',
    });
    const lengths: [typed: string, length: number | undefined][] = [
      ['', undefined],
      ['70,000', 70_000],
      ['0x8000000000000000', 2 ** 63],
    ];
    for (const [declaredLength, length] of lengths) {
      const draft = draftOf(frame({ declaredLength }));
      assert.equal(draft.kind === 'frame' ? draft.declaredLength : draft, length);
    }
  });

  it('knows a file by the name that the host gave it', () => {
    assert.equal(mistakeIn(composer({ kind: 'file' })).field, 'file');
    const file = { file: 'f', name: 'a.bin', size: 10 };
    assert.deepEqual(draftOf(composer({ kind: 'file', file, cut: 'parts', parts: '3' })), {
      kind: 'binary',
      encoding: 'file',
      file: 'f',
      fragments: { cut: { parts: 3 } },
    });
    const cut = composer({ kind: 'file', file, cut: 'at', cutAt: '11' });
    assert.equal(mistakeIn(cut).field, 'cutAt');
  });

  const mistakes: [what: string, state: ComposerState, field: string, says: RegExp][] = [
    ['hex', composer({ kind: 'hex', message: 'f' }), 'message', /one hex digit/],
    [
      'JSON',
      composer({ kind: 'json', message: '{"a":}' }),
      'message',
      /a value is expected at line 1/,
    ],
    ['a close code', composer({ kind: 'close', closeCode: 'x' }), 'closeCode', /must not be sent/],
    [
      'a reason without a code',
      composer({ kind: 'close', closeCode: ' ', closeReason: 'r' }),
      'closeReason',
      /needs a close code/,
    ],
    [
      'a long reason',
      composer({ kind: 'close', closeReason: '€'.repeat(42) }),
      'closeReason',
      /123 bytes; this one has 126/,
    ],
    ['parts', composer({ cut: 'parts', parts: 'two' }), 'parts', /whole number of fragments/],
    ['no parts', composer({ cut: 'parts', parts: '0' }), 'parts', /1 to 100,000/],
    ['positions', composer({ cut: 'at', cutAt: 'x' }), 'cutAt', /positions in bytes/],
    ['a position behind the end', composer({ cut: 'at', cutAt: '5' }), 'cutAt', /cannot be cut/],
    [
      'a control frame after all fragments',
      composer({ cut: 'parts', between: [{ kind: 'ping', after: '2', text: '' }] }),
      'between',
      /Move it/,
    ],
    [
      'a control frame after none',
      composer({ cut: 'parts', between: [{ kind: 'ping', after: '', text: '' }] }),
      'between',
      /after which fragment/,
    ],
    ['a masking key', frame({ maskingKey: '37fa21' }), 'maskingKey', /eight hex digits/],
    ['a form of the length', frame({ lengthBits: '7' }, 'x'.repeat(126)), 'lengthBits', /7 bits/],
    ['a length', frame({ declaredLength: 'many' }), 'declaredLength', /whole number/],
    [
      'a length above 64 bits',
      frame({ declaredLength: '99999999999999999999' }),
      'declaredLength',
      /2\^64/,
    ],
    [
      'a length that no number keeps',
      frame({ declaredLength: '0xffffffffffffffff' }),
      'declaredLength',
      /cannot be kept exactly/,
    ],
    [
      'a length too long for its form',
      frame({ lengthBits: '16', declaredLength: '70000' }),
      'declaredLength',
      /longer form/,
    ],
  ];
  for (const [what, state, field, says] of mistakes) {
    it(`says what is wrong with ${what}, at its field`, () => {
      const mistake = mistakeIn(state);
      assert.equal(mistake.field, field);
      assert.match(mistake.message, says);
    });
  }

  it('lets a declared length differ from a payload that its form could not hold', () => {
    assert.ok(draftOf(frame({ lengthBits: '7', declaredLength: '5' }, 'x'.repeat(126))));
  });

  it('never throws, whatever was typed', () => {
    const typed = fc.string({ maxLength: 20 });
    const states = fc.record({
      kind: fc.constantFrom(...draftKinds),
      message: typed,
      closeCode: typed,
      closeReason: typed,
      cut: fc.constantFrom('none' as const, 'parts' as const, 'at' as const),
      parts: typed,
      cutAt: typed,
      between: fc.array(
        fc.record({ kind: fc.constant('close' as const), after: typed, text: typed }),
      ),
      header: fc.record({ declaredLength: typed, maskingKey: typed }),
    });
    fc.assert(
      fc.property(states, ({ header, ...part }) => {
        const state = composer({ ...part, header: { ...emptyHeader, ...header } });
        const composed = composeDraft(state);
        assert.ok(composed.ok || composed.message !== '');
      }),
    );
  });
});
