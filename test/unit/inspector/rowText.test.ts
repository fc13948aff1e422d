import assert from 'node:assert/strict';
import { rowText } from '../../../src/inspector/rowText';
import { captureOfFrames } from './support/captureOfFrames';

describe('rowText', () => {
  const texts = ['one', 'x'.repeat(1_000_000), '', 'four'];
  const capture = captureOfFrames([
    { opcode: 9 },
    ...texts.map((text) => ({ opcode: 1, payload: Buffer.from(text) })),
  ]);

  it('joins to a line for each row that has one', () => {
    const parts = [...rowText(capture, [0, 1, 2, 3, 4], 'lines')];
    assert.equal(parts.map(({ text }) => text).join(''), `${texts.join('\n')}\n`);
    assert.deepEqual([parts.at(-1)?.rows, parts.at(-1)?.lines], [5, 4]);
  });

  it('cuts a long line, so that nothing else has to wait', () => {
    const parts = [...rowText(capture, [2], 'ndjson')];
    assert.ok(parts.length > 3);
    assert.ok(parts.every(({ text }) => text.length < 400_000));
    const line = JSON.parse(parts.map(({ text }) => text).join('')) as { payloadLength: number };
    assert.equal(line.payloadLength, 1_000_000);
  });

  it('has one empty part for no rows', () => {
    assert.deepEqual([...rowText(capture, [], 'ndjson')], [{ text: '', rows: 0, lines: 0 }]);
  });
});
