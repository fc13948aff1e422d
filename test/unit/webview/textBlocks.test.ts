import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { longestBlock, textBlocks } from '../../../src/webview/textBlocks';

const joined = (text: string) =>
  textBlocks(text)
    .map((block) => block.text)
    .join('');

describe('textBlocks', () => {
  it('cuts at a line break', () => {
    const line = `${'x'.repeat(99)}\n`;
    const blocks = textBlocks(line.repeat(1000));
    assert.ok(blocks.length > 10);
    for (const { text, runsOn } of blocks) {
      assert.ok(text.endsWith('\n') && text.length <= longestBlock);
      assert.equal(runsOn, false);
    }
  });

  it('says where it cuts a line', () => {
    const blocks = textBlocks('x'.repeat(longestBlock + 1));
    assert.deepEqual(
      blocks.map(({ text, runsOn }) => [text.length, runsOn]),
      [
        [longestBlock, true],
        [1, false],
      ],
    );
  });

  it('cuts no character in two', () => {
    const [first] = textBlocks(`${'x'.repeat(longestBlock - 1)}😀`);
    assert.equal(first?.text.length, longestBlock - 1);
  });

  it('takes time in proportion to the text, also without line breaks', () => {
    const started = performance.now();
    textBlocks('x'.repeat(32 * 1024 * 1024));
    // Looking for a line break from the beginning, for each block, took a minute.
    assert.ok(performance.now() - started < 3_000);
  });

  it('loses nothing', () => {
    const unit = fc.constantFrom('x', '\n', '😀', '\r\n', '\ud800');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 50 }), fc.nat(600), (units, times) => {
        const text = units.join('').repeat(times);
        assert.equal(joined(text), text);
      }),
    );
  });
});
