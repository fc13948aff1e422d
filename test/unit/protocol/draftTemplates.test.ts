import assert from 'node:assert/strict';
import { expandDraft } from '../../../src/protocol/draftTemplates';
import type { FrameDraft } from '../../../src/protocol/frameDraft';

const values = { uuid: () => 'U', timestamp: 1, counter: 2, randomInt: () => 3 };
const bits = { fin: true, rsv1: false, rsv2: false, rsv3: false, masked: true };
const templates = true;

function expanded(draft: FrameDraft): unknown {
  // What is undefined does not matter.
  return JSON.parse(JSON.stringify(expandDraft(draft, values).draft));
}

describe('expandDraft', () => {
  const cases: [before: FrameDraft, after: FrameDraft][] = [
    [
      { kind: 'text', text: '{{uuid}}', templates },
      { kind: 'text', text: 'U' },
    ],
    [
      { kind: 'json', text: '[{{counter}}]', templates },
      { kind: 'json', text: '[2]' },
    ],
    [
      { kind: 'ping', text: '{{randomInt}}', templates },
      { kind: 'ping', text: '3' },
    ],
    [
      { kind: 'close', code: 1000, reason: '{{timestamp}}', templates },
      { kind: 'close', code: 1000, reason: '1' },
    ],
    [
      { kind: 'frame', ...bits, opcode: 3, encoding: 'text', text: '{{uuid}}', templates },
      { kind: 'frame', ...bits, opcode: 3, encoding: 'text', text: 'U' },
    ],
    [
      { kind: 'raw', encoding: 'text', text: '{{uuid}}', templates },
      { kind: 'raw', encoding: 'text', text: 'U' },
    ],
  ];
  for (const [before, after] of cases) {
    it(`replaces templates in ${before.kind}`, () => {
      assert.deepEqual(expanded(before), after);
    });
  }

  it('leaves a draft alone that does not ask for it, or whose text is no text', () => {
    for (const draft of [
      { kind: 'text', text: '{{uuid}}' },
      { kind: 'text', text: '{{uuid}}', templates: false },
      { kind: 'binary', encoding: 'hex', text: '{{uuid}}' },
    ] as const) {
      assert.deepEqual(expanded(draft), draft);
    }
    const hex: FrameDraft = { kind: 'raw', encoding: 'hex', text: '{{uuid}}', templates };
    assert.deepEqual(expanded(hex), { kind: 'raw', encoding: 'hex', text: '{{uuid}}' });
  });

  it('replaces them in control frames between fragments, too, and names what it replaced', () => {
    const ping = { kind: 'ping', text: '{{counter}}', templates } as const;
    const fragments = { cut: { parts: 2 }, between: [{ after: 1, frame: ping }] };
    const draft: FrameDraft = { kind: 'text', text: '{{uuid}}', fragments };
    const { names } = expandDraft(draft, values);
    assert.deepEqual([...names], ['counter']);
    assert.deepEqual(expanded(draft), {
      ...draft,
      fragments: { cut: { parts: 2 }, between: [{ after: 1, frame: { kind: 'ping', text: '2' } }] },
    });
  });
});
