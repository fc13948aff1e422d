import assert from 'node:assert/strict';
import {
  draftKinds,
  emptyComposer,
  emptyControl,
  emptyHeader,
  isUntouched,
  mayHaveTemplates,
  readComposer,
  type ComposerState,
} from '../../../src/webview/composerState';

function may(part: Partial<ComposerState>): boolean {
  return mayHaveTemplates({ ...emptyComposer, ...part });
}

describe('readComposer', () => {
  it('brings back all that was typed, right or wrong', () => {
    const typed: ComposerState = {
      kind: 'frame',
      message: 'zz',
      closeCode: 'x',
      closeReason: 'because',
      file: { file: 'f', name: 'a.bin', size: 3 },
      encoding: 'hex',
      templates: true,
      compress: 'no',
      cut: 'at',
      parts: 'two',
      cutAt: '1, x',
      between: [{ kind: 'close', after: '?', text: '99' }],
      header: {
        fin: false,
        rsv1: true,
        rsv2: true,
        rsv3: true,
        opcode: 15,
        masked: false,
        maskingKey: 'g',
        lengthBits: '64',
        declaredLength: '-1',
      },
    };
    assert.deepEqual(readComposer(structuredClone(typed)), typed);
  });

  it('takes what an earlier version kept', () => {
    const kept = { kind: 'ping', message: 'p', closeCode: '1001', closeReason: '' };
    assert.deepEqual(readComposer(kept), { ...emptyComposer, ...kept });
  });

  it('replaces what is of another shape', () => {
    const odd = {
      kind: 'x',
      message: 7,
      file: 'f',
      between: [null, { kind: 'text', after: 1 }],
      header: { opcode: 16, lengthBits: '8', fin: 'yes' },
    };
    const between = [emptyControl, emptyControl];
    assert.deepEqual(readComposer(odd), { ...emptyComposer, between });
    assert.deepEqual(readComposer(null), emptyComposer);
  });
});

describe('templates', () => {
  it('can stand in text, however the message is sent', () => {
    assert.ok(may({ kind: 'json' }));
    assert.ok(may({ kind: 'raw' }));
    assert.ok(!may({ kind: 'raw', encoding: 'hex' }));
    assert.ok(!may({ kind: 'base64' }));
  });
});

describe('isUntouched', () => {
  it('is true of what is empty, whatever its kind, and of nothing that was typed', () => {
    for (const kind of draftKinds) assert.ok(isUntouched({ ...emptyComposer, kind }), kind);
    const typed: readonly Partial<ComposerState>[] = [
      { message: 'x' },
      { closeCode: '1001' },
      { closeReason: 'bye' },
      { file: { file: '1', name: 'a.bin', size: 1 } },
      { between: [emptyControl] },
      { header: { ...emptyHeader, rsv1: true } },
    ];
    for (const part of typed) {
      assert.ok(!isUntouched({ ...emptyComposer, ...part }), JSON.stringify(part));
    }
  });
});
