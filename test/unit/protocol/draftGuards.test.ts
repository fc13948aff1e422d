import assert from 'node:assert/strict';
import {
  isFrameDraft,
  isPanelDraft,
  longestDraftBytes,
  longestText,
} from '../../../src/protocol/draftGuards';
import { mostDraftFragments } from '../../../src/protocol/frameDraft';

const text = { kind: 'text', text: 'hello' };
const fragments = { cut: { parts: 3 } };
const frame = {
  kind: 'frame',
  fin: true,
  rsv1: false,
  rsv2: false,
  rsv3: false,
  opcode: 1,
  masked: true,
  encoding: 'text',
  text: 'hello',
};

const good: readonly unknown[] = [
  text,
  { ...text, templates: true, compress: false, fragments },
  { kind: 'json', text: '{}' },
  { kind: 'binary', encoding: 'hex', text: '00' },
  { kind: 'binary', encoding: 'base64', text: '', compress: true },
  { kind: 'binary', encoding: 'bytes', bytes: Buffer.from('hi'), fragments },
  { kind: 'ping', text: '' },
  { kind: 'pong', text: '00', encoding: 'hex' },
  { kind: 'close', code: 1000, reason: 'bye' },
  { kind: 'close', code: undefined, reason: '' },
  // A channel that speaks JSON leaves out what is undefined.
  { kind: 'close', reason: '' },
  { ...text, fragments: { cut: { at: [1, 2] } } },
  {
    ...text,
    fragments: { ...fragments, between: [{ after: 1, frame: { kind: 'ping', text: '' } }] },
  },
  frame,
  { ...frame, opcode: 15, maskingKey: '00ff00ff', lengthBits: 64, declaredLength: 2 ** 63 },
  {
    kind: 'frame',
    fin: false,
    rsv1: true,
    rsv2: true,
    rsv3: true,
    opcode: 0,
    masked: false,
    encoding: 'bytes',
    bytes: new Uint8Array(3),
  },
  { kind: 'raw', encoding: 'hex', text: 'ff' },
  { kind: 'raw', encoding: 'bytes', bytes: new Uint8Array(3) },
];

const bad: readonly unknown[] = [
  null,
  'text',
  { kind: 'text' },
  { ...text, text: 'x'.repeat(longestText + 1) },
  { ...text, templates: 'yes' },
  { ...text, compress: 1 },
  { ...text, more: true },
  { ...text, fragments: { cut: { parts: mostDraftFragments + 1 } } },
  { ...text, fragments: { cut: { parts: 1.5 } } },
  { ...text, fragments: { cut: { at: [-1] } } },
  { ...text, fragments: { cut: { at: Array(mostDraftFragments + 1).fill(0) } } },
  { ...text, fragments: { cut: {} } },
  { ...text, fragments: { ...fragments, between: [{ after: 1, frame: text }] } },
  { kind: 'binary', text: '00' },
  { kind: 'binary', encoding: 'octal', text: '00' },
  { kind: 'binary', encoding: 'text', text: '00' },
  { kind: 'binary', encoding: 'bytes', bytes: [1, 2] },
  { kind: 'binary', encoding: 'bytes', bytes: new Uint8Array(longestDraftBytes + 1) },
  { kind: 'close', code: 70_000, reason: '' },
  { kind: 'close', code: '1000', reason: '' },
  { kind: 'close', code: 1000 },
  { kind: 'toString', text: '' },
  { ...frame, opcode: 16 },
  { ...frame, opcode: -1 },
  { ...frame, fin: 1 },
  { ...frame, lengthBits: 8 },
  { ...frame, declaredLength: 2 ** 64 },
  { ...frame, declaredLength: -1 },
  { ...frame, declaredLength: 0.5 },
  { ...frame, maskingKey: 0x00ff00ff },
  { kind: 'raw', text: 'ff' },
];

describe('isFrameDraft', () => {
  it('accepts each kind of draft', () => {
    for (const draft of good) assert.ok(isFrameDraft(draft), JSON.stringify(draft));
  });

  it('refuses everything else', () => {
    for (const [index, other] of bad.entries()) assert.ok(!isFrameDraft(other), `bad[${index}]`);
  });
});

describe('isPanelDraft', () => {
  const file = { kind: 'binary', encoding: 'file', file: 'file-1' };

  it('accepts what isFrameDraft does, and a file by its name', () => {
    for (const draft of [...good, file, { ...file, fragments, compress: true }]) {
      assert.ok(isPanelDraft(draft), JSON.stringify(draft));
    }
    assert.ok(!isFrameDraft(file));
  });

  it('refuses everything else', () => {
    for (const other of [...bad, { ...file, file: 'x'.repeat(1000) }, { ...file, path: '/etc' }]) {
      assert.ok(!isPanelDraft(other));
    }
  });
});
