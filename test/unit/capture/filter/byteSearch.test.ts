import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ByteSearch, countBytes } from '../../../../src/capture/filter/byteSearch';
import { nodeBytes } from '../../../../src/capture/search/nodeBytes';

/** Where a needle stands, found as the bytes are searched. */
function positions(text: Uint8Array, needle: Uint8Array): number[] {
  const search = new ByteSearch(nodeBytes, text, needle, countBytes(text));
  const found: number[] = [];
  for (let at = search.next(0); at >= 0; at = search.next(at + 1)) found.push(at);
  return found;
}

/** Where it stands, looked for at each position. */
function naivePositions(text: Uint8Array, needle: Uint8Array): number[] {
  const [haystack, wanted] = [Buffer.from(text), Buffer.from(needle)];
  return [...haystack.keys()].filter((at) =>
    haystack.subarray(at, at + wanted.length).equals(wanted),
  );
}

/** Few different bytes, so that needles are there and nearly there. */
const fewBytes = (minLength: number, maxLength: number) =>
  fc
    .array(fc.constantFrom(0, 97, 98, 255), { minLength, maxLength })
    .map((bytes) => Uint8Array.from(bytes));

describe('ByteSearch', () => {
  it('finds a needle wherever it stands', () => {
    fc.assert(
      fc.property(fewBytes(0, 60), fewBytes(1, 12), (text, needle) => {
        assert.deepEqual(positions(text, needle), naivePositions(text, needle));
      }),
    );
  });

  it('finds it although its bytes are rare only where they were counted', () => {
    const text = Buffer.concat([Buffer.alloc(5000, 'a'), Buffer.from('xyxyxyz xyz')]);
    for (const needle of ['xyz', 'yxyxyz x', 'z', ' xyz', 'axy']) {
      assert.deepEqual(
        positions(text, Buffer.from(needle)),
        naivePositions(text, Buffer.from(needle)),
      );
    }
  });

  it('looks for the rarest part, and so at few places', () => {
    const text = Buffer.from('{"type":"quote","type":"quote"}'.repeat(100));
    const asked: string[] = [];
    const tools = {
      ...nodeBytes,
      indexOf: (bytes: Uint8Array, needle: Uint8Array, from: number) => {
        asked.push(Buffer.from(needle).toString());
        return nodeBytes.indexOf(bytes, needle, from);
      },
    };
    const needle = Buffer.from('"type":"halt","at"');
    assert.equal(new ByteSearch(tools, text, needle, countBytes(text)).next(0), -1);
    assert.deepEqual(asked, ['halt","']);
  });
});
