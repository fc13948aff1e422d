import assert from 'node:assert/strict';
import {
  frameDraftFromRow,
  longestRowDraft,
  messageDraftFromRow,
} from '../../../src/inspector/draftFromRow';
import { outgoingOf } from '../../../src/inspector/outgoingOf';
import type { FrameDraft } from '../../../src/protocol/frameDraft';
import { isFrameDraft } from '../../../src/protocol/draftGuards';
import { RequestError } from '../../../src/protocol/requestError';
import { emptyWindow } from '../../../src/session/deflateWindow';
import { OutgoingEncoder } from '../../../src/session/outgoingEncoder';
import { encodeFrame } from '../../support/encodeFrame';
import { captureOfFrames, type FrameToCapture } from './support/captureOfFrames';

const sent = { direction: 'out', maskingKey: 0x01ff02fe } as const;

/** The bytes that a draft sends. */
async function bytesOf(draft: FrameDraft): Promise<Buffer> {
  assert.ok(isFrameDraft(draft));
  const encoder = new OutgoingEncoder({ maskingKey: 0x7777_7777, deflate: false }, undefined);
  return Buffer.concat((await encoder.encode(outgoingOf(draft), emptyWindow)).chunks);
}

function refusal(says: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof RequestError && error.code === 'no-draft' && says.test(error.message);
}

describe('frameDraftFromRow', () => {
  const frames: [what: string, frame: FrameToCapture][] = [
    ['a text', { ...sent, opcode: 1, payload: Buffer.from('grüße {{uuid}}') }],
    ['a binary frame', { ...sent, opcode: 2, payload: Buffer.from([0, 255]) }],
    ['a fragment', { ...sent, opcode: 1, fin: false, payload: Buffer.from([0xc3]) }],
    ['reserved bits', { ...sent, opcode: 1, rsv: 7, payload: Buffer.from('x') }],
    ['a reserved opcode', { ...sent, opcode: 13, payload: Buffer.from('x') }],
    ['a frame that is not masked', { ...sent, opcode: 1, maskingKey: undefined }],
    ['a key with zeros', { ...sent, opcode: 9, maskingKey: 0x0000_0001 }],
    ['a length that is not minimal', { ...sent, opcode: 2, lengthBits: 64 }],
    ['a close frame with an illegal code', { ...sent, opcode: 8, payload: Buffer.from([3, 237]) }],
  ];
  for (const [what, frame] of frames) {
    it(`sends ${what} again, byte for byte`, async () => {
      const draft = frameDraftFromRow(captureOfFrames([frame]), 0);
      assert.deepEqual(await bytesOf(draft), Buffer.from(encodeFrame(frame)));
    });
  }

  it('masks what was received, with a key of its own', async () => {
    const received = { opcode: 1, payload: Buffer.from('hello') };
    const draft = frameDraftFromRow(captureOfFrames([received]), 0);
    const expected = encodeFrame({ ...received, maskingKey: 0x7777_7777 });
    assert.deepEqual(await bytesOf(draft), Buffer.from(expected));
  });

  it('writes text as text and the rest as base64', () => {
    const capture = captureOfFrames([
      { opcode: 1, payload: Buffer.from('text') },
      { opcode: 2, payload: Buffer.from('text') },
      { opcode: 1, payload: Buffer.from([0xff]) },
    ]);
    const encodings = [0, 1, 2].map((row) => {
      const draft = frameDraftFromRow(capture, row);
      return 'encoding' in draft && draft.encoding;
    });
    assert.deepEqual(encodings, ['text', 'base64', 'base64']);
  });

  it('refuses a status, and what is too long', () => {
    const capture = captureOfFrames([{ opcode: 2, payload: new Uint8Array(longestRowDraft + 1) }]);
    assert.throws(() => frameDraftFromRow(capture, 0), refusal(/Up to 16777216 bytes/));
    capture.appendStatus(0, { severity: 'info', text: 'Open', detail: undefined });
    assert.throws(() => frameDraftFromRow(capture, 1), refusal(/no frame/));
  });

  it('refuses what is no longer kept', () => {
    const capture = captureOfFrames([{ opcode: 2, payload: new Uint8Array(1_000_000) }], {
      memoryLimit: 500_000,
    });
    assert.throws(() => frameDraftFromRow(capture, 0), refusal(/no longer kept/));
  });
});

describe('messageDraftFromRow', () => {
  it('gives the content, whole, from any of its rows', () => {
    const capture = captureOfFrames([
      { opcode: 1, fin: false, payload: Buffer.from('gr\xc3', 'latin1') },
      { opcode: 9, payload: Buffer.from('p') },
      { opcode: 0, payload: Buffer.from('\xbc\xc3\x9fe', 'latin1') },
      { opcode: 2, payload: Buffer.from([0, 255]) },
    ]);
    for (const row of [0, 2]) {
      assert.deepEqual(messageDraftFromRow(capture, row), { kind: 'text', text: 'grüße' });
    }
    assert.deepEqual(messageDraftFromRow(capture, 1), {
      kind: 'ping',
      encoding: 'text',
      text: 'p',
    });
    assert.deepEqual(messageDraftFromRow(capture, 3), {
      kind: 'binary',
      encoding: 'base64',
      text: 'AP8=',
    });
  });

  it('gives a compressed message inflated', () => {
    const capture = captureOfFrames(
      [{ opcode: 1, rsv: 4, payload: Buffer.from('f248cdc9c90700', 'hex') }],
      {
        permessageDeflate: true,
      },
    );
    assert.throws(() => messageDraftFromRow(capture, 0), refusal(/still being inflated/));
    capture.keepInflated(0, { bytes: Buffer.from('Hello'), length: 5, problem: undefined });
    assert.deepEqual(messageDraftFromRow(capture, 0), { kind: 'text', text: 'Hello' });
  });

  it('refuses a compressed message that could not be inflated', () => {
    const capture = captureOfFrames([{ opcode: 1, rsv: 4, payload: Buffer.from('ff') }], {
      permessageDeflate: true,
    });
    capture.keepInflated(0, { bytes: Buffer.of(), length: undefined, problem: 'It is corrupt.' });
    assert.throws(
      () => messageDraftFromRow(capture, 0),
      refusal(/^It is corrupt\. Send its frames/),
    );
  });

  it('gives close frames, those that no draft may say as laboratory frames', async () => {
    const capture = captureOfFrames([
      { opcode: 8, payload: Buffer.from('\x03\xe8bye', 'latin1') },
      { opcode: 8 },
      { opcode: 8, payload: Buffer.from([3]) },
      { opcode: 8, payload: Buffer.from([3, 237]) },
      { opcode: 11, payload: Buffer.from('x') },
    ]);
    assert.deepEqual(messageDraftFromRow(capture, 0), { kind: 'close', code: 1000, reason: 'bye' });
    assert.deepEqual(messageDraftFromRow(capture, 1), {
      kind: 'close',
      code: undefined,
      reason: '',
    });
    for (const row of [2, 3, 4]) assert.equal(messageDraftFromRow(capture, row).kind, 'frame');
  });

  it('gives text that is not UTF-8 as one frame', async () => {
    const capture = captureOfFrames([
      { opcode: 1, fin: false, payload: Buffer.from([0xff]) },
      { opcode: 0, payload: Buffer.from([0xfe]) },
    ]);
    const draft = messageDraftFromRow(capture, 0);
    assert.equal((await bytesOf(draft)).toString('hex'), '8182777777778889');
  });

  it('refuses a message of which fragments are missing', () => {
    const capture = captureOfFrames([{ opcode: 1, fin: false, payload: Buffer.from('x') }]);
    assert.throws(() => messageDraftFromRow(capture, 0), refusal(/Fragments .* missing/));
  });
});
