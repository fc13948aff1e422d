import assert from 'node:assert/strict';
import { DraftSender } from '../../../src/inspector/draftSender';
import type { FrameDraft } from '../../../src/protocol/frameDraft';
import { previewSegments } from '../../../src/webview/previewSegments';

/** The named bytes of the frames of a draft, as the inspector would send it. */
async function segmentsOf(draft: FrameDraft, most = Infinity) {
  const sender = new DraftSender({ connection: () => undefined, onChange: () => undefined });
  const { frames, bytes } = await sender.preview(draft);
  const shown = new Uint8Array(bytes).subarray(0, most);
  return frames.map((frame) =>
    previewSegments(frame, shown).map(({ name, bytes: part, more }) => ({
      name,
      hex: Buffer.from(part).toString('hex'),
      more,
    })),
  );
}

const frame: FrameDraft = {
  kind: 'frame',
  fin: true,
  rsv1: false,
  rsv2: true,
  rsv3: false,
  opcode: 1,
  masked: true,
  maskingKey: '00000000',
  lengthBits: 16,
  encoding: 'text',
  text: 'Hi',
};

describe('previewSegments', () => {
  it('names the bytes of every header field', async () => {
    assert.deepEqual(await segmentsOf(frame), [
      [
        { name: 'FIN, RSV2, text', hex: 'a1', more: 0 },
        { name: 'MASK, length in 16 bits: 2', hex: 'fe', more: 0 },
        { name: 'extended length', hex: '0002', more: 0 },
        { name: 'masking key', hex: '00000000', more: 0 },
        { name: 'masked payload, 2 B', hex: '4869', more: 0 },
      ],
    ]);
  });

  it('lays them beside each other without a gap, frame after frame', async () => {
    const text: FrameDraft = { kind: 'text', text: 'abcdef', fragments: { cut: { parts: 3 } } };
    const frames = await segmentsOf(text);
    assert.equal(frames.length, 3);
    for (const segments of frames) {
      assert.equal(segments.map(({ hex }) => hex).join('').length / 2, 2 + 4 + 2);
    }
  });

  it('shows the beginning of a long payload, and says how much more there is', async () => {
    const [segments = []] = await segmentsOf({ ...frame, text: 'x'.repeat(50) });
    assert.deepEqual(segments.at(-1), {
      name: 'masked payload, 50 B',
      hex: '78'.repeat(16),
      more: 34,
    });
  });

  it('says how much a declared length lacks, and bears bytes that are not there', async () => {
    const [declared = []] = await segmentsOf({ ...frame, declaredLength: 70 });
    assert.equal(declared.at(-1)?.name, 'masked payload, 2 B of 70');
    const [cut = []] = await segmentsOf(frame, 3);
    assert.deepEqual(
      cut.map(({ hex }) => hex),
      ['a1', 'fe', '00'],
    );
  });
});
