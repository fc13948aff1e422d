import assert from 'node:assert/strict';
import type { MessageFacts } from '../../../src/protocol/frameDetail';
import { payloadLayers } from '../../../src/webview/payloadLayers';
import { frameFields } from '../../support/panelFixture';

const message: MessageFacts = {
  opcode: 1,
  firstRow: 0,
  lastRow: 0,
  fragments: 1,
  compressed: false,
  wireLength: 5,
  length: 5,
  durationUs: 0,
  parts: [],
  problem: undefined,
};
const heads = {
  frame: { bytes: Uint8Array.of(0x81, 0x82, 1, 2, 3, 4, 0x49, 0x4b), total: 8 },
  payload: { bytes: Buffer.from('HI'), total: 2 },
  message: { bytes: Buffer.from('HIHI'), total: 4 },
};
const masked = frameFields({
  masked: true,
  maskingKey: '01020304',
  headerLength: 6,
  payloadReceived: 2,
});

function about(...args: Parameters<typeof payloadLayers>): string[] {
  return payloadLayers(...args).map((layer) => `${layer.name}: ${layer.size}, ${layer.about}`);
}

describe('payloadLayers', () => {
  it('has one layer where the wire says it all', () => {
    const fields = frameFields({ payloadReceived: 5 });
    assert.deepEqual(about(fields, message, undefined), ['On the wire: 5, not masked']);
  });

  it('takes the mask off, with the first bytes of both', () => {
    const layers = payloadLayers(masked, message, heads);
    assert.deepEqual(
      layers.map(({ name, head, view }) => [name, Buffer.from(head).toString('hex'), view]),
      [
        ['On the wire', '494b', 'frame'],
        ['Unmasked', '4849', 'payload'],
      ],
    );
  });

  it('inflates, and says how much larger that is', () => {
    const compressed = { ...message, compressed: true, wireLength: 20, length: 68 };
    assert.deepEqual(about(masked, compressed, undefined), [
      'On the wire: 2, masked with 01020304',
      'Unmasked: 2, still compressed',
      'Inflated: 68, from 20 B, 3.4 times as large',
    ]);
    assert.match(
      about(masked, { ...compressed, fragments: 3, length: 4000 }, undefined)[2] ?? '',
      /from 20 B in 3 fragments, 200 times as large/,
    );
  });

  it('says why a message cannot be inflated', () => {
    const problem = 'The deflate stream is corrupt.';
    const corrupt = { ...message, compressed: true, length: undefined, problem };
    assert.equal(about(masked, corrupt, undefined)[2], `Inflated: undefined, ${problem}`);
  });

  it('joins fragments', () => {
    const fragmented = { ...message, fragments: 2, lastRow: undefined };
    assert.deepEqual(about(frameFields({ payloadReceived: 2 }), fragmented, undefined), [
      'On the wire: 2, not masked',
      'Message: 5, 2 fragments so far',
    ]);
  });
});
