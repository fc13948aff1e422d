import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { expandTemplates, greatestRandomInt } from '../../../src/protocol/templates';

/** Values that count the calls, so that it shows which place got which. */
function values() {
  let uuids = 0;
  return {
    uuid: () => `uuid-${++uuids}`,
    timestamp: 1234,
    counter: 7,
    randomInt: (least: number, most: number) => least * 1000 + most,
  };
}

describe('expandTemplates', () => {
  it('replaces each name, a new uuid and number for every place', () => {
    const { text, names } = expandTemplates(
      '{{uuid}} {{ uuid }} {{timestamp}} {{counter}} {{counter}} {{randomInt 1 6}} {{randomInt}}',
      values(),
    );
    assert.equal(text, `uuid-1 uuid-2 1234 7 7 1006 ${greatestRandomInt}`);
    assert.deepEqual([...names].toSorted(), ['counter', 'randomInt', 'timestamp', 'uuid']);
  });

  it('takes a range with negative numbers', () => {
    assert.equal(expandTemplates('{{randomInt -5 -2}}', values()).text, '-5002');
  });

  for (const literal of [
    '{{',
    '}}',
    '{{}}',
    '{{name}}',
    '{{UUID}}',
    '{{uuid 1}}',
    '{{uuid',
    '{uuid}',
    '{{randomInt 6 1}}',
    '{{randomInt 1}}',
    '{{randomInt 1 2 3}}',
    '{{randomInt a b}}',
    '{{randomInt 1 99999999999999999999}}',
    '{{toString}}',
  ]) {
    it(`leaves ${literal} as it is`, () => {
      const { text, names } = expandTemplates(literal, values());
      assert.equal(text, literal);
      assert.equal(names.size, 0);
    });
  }

  it('knows where a place stood before', () => {
    const before = 'ab{{uuid}}cd{{counter}}ef';
    const { text, placeBefore } = expandTemplates(before, values());
    assert.equal(text, 'abuuid-1cd7ef');
    const places = Array.from(text, (_, at) => placeBefore(at));
    assert.deepEqual(places, [0, 1, 2, 2, 2, 2, 2, 2, 10, 11, 12, 23, 24]);
    assert.equal(placeBefore(text.length), before.length);
  });

  it('brings every place of plain text back, whatever stands between', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('{{uuid}}', '{{timestamp}}', '{{x}}'));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const before = parts.join('');
        const { text, placeBefore } = expandTemplates(before, values());
        let last = 0;
        for (let at = 0; at <= text.length; at++) {
          const place = placeBefore(at);
          assert.ok(place >= last && place <= before.length);
          last = place;
        }
        assert.equal(last, text === '' && before !== '' ? last : before.length);
      }),
    );
  });
});
