import assert from 'node:assert/strict';
import { rowsAsText } from '../../../src/webview/rowsAsText';
import { frameRow } from '../../support/panelFixture';

describe('rows as text', () => {
  it('have a line of headings, then one a row, with tabs between the cells', () => {
    const rows = [
      frameRow({ row: 0, kind: 'status', preview: 'Open' }),
      frameRow({
        row: 1,
        direction: 'out',
        size: 5,
        timeUs: 1_500_000,
        deltaUs: 250,
        preview: 'hello',
      }),
      frameRow({ row: 2, fin: false, opcode: 2, preview: 'de ad' }),
    ];
    assert.deepEqual(rowsAsText(rows).split('\n'), [
      '#\tDirection\tTime\tDelta\tKind\tSize\tPayload',
      '1\t\t0.000000\t+0 µs\t\t\tOpen',
      '2\t↑\t1.500000\t+250 µs\tText\t5 B\thello',
      '3\t↓\t0.000000\t+0 µs\tBinary…\t0 B\tde ad',
      '',
    ]);
  });

  it('keep a line a row, whatever a payload holds', () => {
    const [, line] = rowsAsText([frameRow({ preview: 'a\tb\nc\r\nd' })]).split('\n');
    assert.ok(line?.endsWith('\ta b c  d'));
  });
});
