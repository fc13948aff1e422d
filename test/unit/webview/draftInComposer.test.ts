import assert from 'node:assert/strict';
import type { FrameDraft } from '../../../src/protocol/frameDraft';
import { composeDraft } from '../../../src/webview/composedDraft';
import { draftInComposer } from '../../../src/webview/draftInComposer';

describe('draftInComposer', () => {
  const drafts: FrameDraft[] = [
    { kind: 'text', text: 'a', templates: true },
    { kind: 'json', text: '{}', compress: true, fragments: { cut: { parts: 3 } } },
    {
      kind: 'binary',
      encoding: 'base64',
      text: 'AAAA',
      fragments: {
        cut: { at: [1, 2] },
        between: [
          { after: 1, frame: { kind: 'close', code: 1000, reason: 'a b' } },
          { after: 2, frame: { kind: 'pong', text: ' x ' } },
        ],
      },
    },
    { kind: 'ping', text: 'ff', encoding: 'hex' },
    { kind: 'close', code: undefined, reason: '' },
    {
      kind: 'frame',
      fin: false,
      rsv1: true,
      rsv2: false,
      rsv3: true,
      opcode: 13,
      masked: true,
      maskingKey: '00000000',
      lengthBits: 16,
      declaredLength: 2 ** 15,
      encoding: 'base64',
      text: 'QQ==',
    },
    { kind: 'raw', encoding: 'hex', text: '00' },
  ];
  for (const draft of drafts) {
    it(`shows what describes the same ${draft.kind} again`, () => {
      const composed = composeDraft(draftInComposer(draft));
      assert.deepEqual(composed.ok && composed.draft, draft);
    });
  }

  it('writes bytes as hex', () => {
    const bytes = Uint8Array.of(0, 255);
    const { kind, message } = draftInComposer({ kind: 'binary', encoding: 'bytes', bytes });
    assert.deepEqual([kind, message], ['hex', '00 ff']);
    assert.equal(draftInComposer({ kind: 'raw', encoding: 'bytes', bytes }).message, '00 ff');
  });
});
