import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { cutPayload, fragmentationMistake } from '../../../src/protocol/fragmentation';
import { mostDraftFragments, type Fragmentation } from '../../../src/protocol/frameDraft';

const ping = { kind: 'ping', text: '' } as const;

/** How long the fragments of a payload of so many bytes are. */
function lengths(fragmentation: Fragmentation, length: number): number[] {
  return cutPayload(fragmentation, Buffer.alloc(length)).map((part) => part.length);
}

describe('cutPayload', () => {
  it('cuts into parts of about the same size, empty ones if there is not enough', () => {
    assert.deepEqual(lengths({ cut: { parts: 1 } }, 5), [5]);
    assert.deepEqual(lengths({ cut: { parts: 3 } }, 10), [3, 4, 3]);
    assert.deepEqual(lengths({ cut: { parts: 3 } }, 0), [0, 0, 0]);
  });

  it('cuts at positions, also twice at the same', () => {
    assert.deepEqual(lengths({ cut: { at: [] } }, 4), [4]);
    assert.deepEqual(lengths({ cut: { at: [0, 1, 1, 4] } }, 4), [0, 1, 0, 3, 0]);
  });

  it('loses nothing', () => {
    const payloads = fc.uint8Array({ maxLength: 100 });
    fc.assert(
      fc.property(payloads, fc.integer({ min: 1, max: 200 }), (payload, parts) => {
        const cut = cutPayload({ cut: { parts } }, payload);
        assert.equal(cut.length, parts);
        assert.deepEqual(Buffer.concat(cut), Buffer.from(payload));
        const sizes = cut.map(({ length }) => length);
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, 'about the same size');
      }),
    );
  });
});

describe('fragmentationMistake', () => {
  const wrong: [fragmentation: Fragmentation, says: RegExp][] = [
    [{ cut: { parts: 0 } }, /at least one fragment/],
    [{ cut: { parts: mostDraftFragments + 1 } }, /100000 fragments.*100001/],
    [{ cut: { at: [11] } }, /10 bytes.*cannot be cut at 11/],
    [{ cut: { at: [5, 4] } }, /must rise; 4 does not/],
    [{ cut: { parts: 2 }, between: [{ after: 0, frame: ping }] }, /fragment 1 to 1.*not after 0/],
    [{ cut: { parts: 2 }, between: [{ after: 2, frame: ping }] }, /not after 2/],
  ];
  for (const [fragmentation, says] of wrong) {
    it(`says what is wrong with ${JSON.stringify(fragmentation)}`, () => {
      const mistake = fragmentationMistake(fragmentation, 10);
      assert.match(mistake?.message ?? '', says);
    });
  }

  it('finds none in what can be sent', () => {
    for (const fragmentation of [
      { cut: { parts: 1 } },
      { cut: { parts: 20 }, between: [{ after: 19, frame: ping }] },
      { cut: { at: [0, 10, 10] } },
    ]) {
      assert.equal(fragmentationMistake(fragmentation, 10), undefined);
    }
  });
});
