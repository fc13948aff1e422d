import assert from 'node:assert/strict';
import { consoleLine, findingLine } from '../../../src/cli/consoleLine';
import { withColours, withoutColours } from '../../../src/cli/paint';
import type { Row } from '../../../src/protocol/rowBatch';

const plain = { paint: withoutColours, width: Infinity };
const coloured = { paint: withColours, width: Infinity };

const text: Row = {
  row: 7,
  kind: 'frame',
  direction: 'out',
  timeUs: 12_345_678,
  deltaUs: 0,
  opcode: 1,
  fin: true,
  rsv1: false,
  rsv2: false,
  rsv3: false,
  masked: true,
  size: 1_048_576,
  severity: 'none',
  preview: 'hello',
};
const status = { ...text, kind: 'status', preview: 'Open', severity: 'info' } as const;

describe('consoleLine', () => {
  it('shows time, direction, kind, size and content, in columns', () => {
    const lines = [
      text,
      { ...text, direction: 'in', opcode: 10, size: 0, preview: '', timeUs: 5 } as const,
      { ...text, opcode: 2, fin: false, size: 3, preview: '00 ff' },
      { ...text, opcode: 11, preview: 'x' },
      status,
      { ...status, severity: 'error', preview: 'Refused.' } as const,
    ].map((row) => consoleLine(row, plain));
    assert.deepEqual(lines, [
      '  12.345678 ↑ text          1,048,576 B  hello',
      '   0.000005 ↓ pong                  0 B',
      '  12.345678 ↑ binary…               3 B  00 ff',
      '  12.345678 ↑ opcode 0xb    1,048,576 B  x',
      '  12.345678 ● Open',
      '  12.345678 ✗ Refused.',
    ]);
  });

  it('colours sent, received, control frames and errors apart', () => {
    const colours = [
      text,
      { ...text, direction: 'in' } as const,
      { ...text, opcode: 9 },
      { ...status, severity: 'error' } as const,
    ].map((row) =>
      consoleLine(row, coloured)
        .match(/\[\d+m/g)
        ?.join(''),
    );
    assert.deepEqual(colours, [
      '[2m[0m[32m[0m',
      '[2m[0m[94m[0m',
      '[2m[0m[32m[0m[2m[0m',
      '[2m[0m[31m[0m[31m[0m',
    ]);
  });

  it('cuts what does not fit the screen, at the border of a character', () => {
    for (const width of [30, 60, 80]) {
      const line = consoleLine({ ...text, preview: '😀'.repeat(200) }, { ...plain, width });
      assert.equal(Array.from(line).length, width);
      assert.doesNotMatch(line, /[\ud800-\udbff](?![\udc00-\udfff])/);
      assert.match(line, /…$/);
    }
    const whole = consoleLine(text, plain);
    assert.equal(consoleLine(text, { ...plain, width: whole.length }), whole);
  });
});

describe('findingLine', () => {
  it('stands below its frame, with the section', () => {
    const finding = {
      code: 'x',
      severity: 'error',
      section: 'RFC 6455 §5.2',
      text: 'No.',
    } as const;
    assert.equal(findingLine(finding, plain), '            ✗ No. (RFC 6455 §5.2)');
    const warning = { ...finding, severity: 'warning' } as const;
    assert.equal(findingLine(warning, plain), '            ! No. (RFC 6455 §5.2)');
  });
});
