import assert from 'node:assert/strict';
import { allFindings, findingBit, findingsOf } from '../../../src/wire/finding';

describe('finding', () => {
  it('gives each finding a bit of its own that fits a uint32', () => {
    const bits = allFindings.map(({ bit }) => bit);
    assert.equal(new Set(bits).size, bits.length);
    for (const bit of bits) {
      assert.ok(bit > 0 && bit <= 2 ** 30 && Number.isInteger(Math.log2(bit)), `bit ${bit}`);
    }
  });

  it('gives each a code in kebab case, a section and a sentence', () => {
    for (const { code, section, text } of allFindings) {
      assert.match(code, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.match(section, /^RFC (6455|7692) §\d+(\.\d+)*$/);
      assert.match(text, /^[A-Z].*;.*\.$/, 'what is asked for; what was seen.');
    }
  });

  it('turns bits into findings and back', () => {
    assert.deepEqual(findingsOf(0), []);
    for (const finding of allFindings) {
      assert.equal(findingBit(finding.code), finding.bit);
      assert.deepEqual(findingsOf(finding.bit), [finding]);
    }
    const all = allFindings.reduce((bits, { bit }) => bits | bit, 0);
    assert.deepEqual(findingsOf(all), allFindings);
  });

  it('keeps codes and bits as they were: filters and files may name them', () => {
    assert.deepEqual(
      allFindings.map(({ code, bit }) => `${Math.log2(bit)} ${code}`),
      [
        '0 reserved-bits',
        '1 rsv1-on-continuation',
        '2 rsv1-on-control',
        '3 reserved-opcode',
        '4 unmasked-from-client',
        '5 masked-from-server',
        '6 fragmented-control',
        '7 oversized-control',
        '8 non-minimal-length',
        '9 length-overflow',
        '10 length-uncountable',
        '11 continuation-without-message',
        '12 data-frame-inside-message',
        '13 close-payload-one-byte',
        '14 close-code-invalid',
        '15 close-reason-not-utf8',
        '16 invalid-utf8',
        '17 data-after-close',
        '18 truncated',
      ],
    );
  });
});
