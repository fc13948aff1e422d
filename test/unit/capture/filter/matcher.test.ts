import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { FilterNode } from '../../../../src/capture/filter/filterNode';
import { compileFilter, textWeight } from '../../../../src/capture/filter/matcher';
import { parseFilter } from '../../../../src/capture/filter/parser';
import { Records } from '../../../../src/capture/filter/rowSlice';
import { printFilter } from '../../../../src/capture/filter/printFilter';
import { captureSlice } from '../../../../src/capture/search/captureSlice';
import { nodeBytes } from '../../../../src/capture/search/nodeBytes';
import { Opcode } from '../../../../src/wire/opcode';
import { CaptureFeed } from '../support/captureFeed';
import { anyFilter } from './arbitraries';
import { naiveMatches } from './naiveMatches';

/** The rows of a capture that match, found slice by slice. */
function matches(feed: CaptureFeed, node: FilterNode): number[] {
  const { needsContents, match } = compileFilter(node, nodeBytes);
  const { total } = feed.capture;
  const rows: number[] = [];
  for (let row = 0; row < total;) {
    const numbers = Array.from({ length: total - row }, (_, at) => row + at);
    const { source } = captureSlice(feed.capture, numbers, needsContents);
    const slice = { ...source, records: new Records(source.records) };
    match(slice).forEach((place) => rows.push(row + place));
    row += slice.count;
  }
  return rows;
}

function found(feed: CaptureFeed, text: string): number[] {
  return matches(feed, parsed(text));
}

function parsed(text: string): FilterNode {
  const { node, mistakes } = parseFilter(text);
  assert.deepEqual(mistakes, [], text);
  return node ?? assert.fail('The filter asks for nothing.');
}

const facts = (text: string) => compileFilter(parsed(text), nodeBytes);

const anyPayload = fc.oneof(
  fc.constantFrom('', 'a', 'A', '{"a":1}', '{"a":{"b":"x"},"c d":[null,true]}', 'aB ä', 'x/y'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const anyFrame = fc.record({
  direction: fc.constantFrom('in' as const, 'out' as const),
  opcode: fc.constantFrom(0, 1, 1, 1, 2, 8, 9, 10, 3),
  fin: fc.boolean(),
  payload: anyPayload,
});

describe('compileFilter', () => {
  it('finds what a naive reading of every row finds', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 20 }), anyFilter, (frames, node) => {
        const feed = new CaptureFeed().connect();
        for (const { payload, direction, ...frame } of frames) {
          feed.frame(direction, { ...frame, payload: Buffer.from(payload) });
        }
        feed.capture.appendStatus(9_000, {
          severity: 'info',
          text: 'aB closed',
          detail: undefined,
        });
        assert.deepEqual(matches(feed, node), naiveMatches(feed.capture, node), printFilter(node));
      }),
      { numRuns: 300 },
    );
  });

  it('finds plain words in capital and small letters, quoted text as it stands', () => {
    const feed = new CaptureFeed().connect();
    for (const text of ['Tick', 'tick', 'TICK tock', 'Übung', 'übung', 'k']) feed.text('in', text);
    assert.deepEqual(found(feed, 'tick'), [0, 1, 2]);
    assert.deepEqual(found(feed, '"Tick"'), [0]);
    assert.deepEqual(found(feed, 'tick tock'), [2]);
    assert.deepEqual(found(feed, 'ÜBUNG'), [3, 4]);
    assert.deepEqual(found(feed, 'not tick'), [3, 4, 5]);
  });

  it('finds nothing across two payloads, and what is masked unmasked', () => {
    const feed = new CaptureFeed().connect();
    feed.text('in', 'one').text('in', 'two').text('out', 'one two');
    assert.deepEqual(found(feed, '"onetwo"'), []);
    assert.deepEqual(found(feed, '"one two"'), [2]);
  });

  it('finds a text that lies over several fragments in the frame that completes the message', () => {
    const feed = new CaptureFeed().connect();
    feed.text('in', 'hel', { fin: false });
    feed.frame('in', { opcode: Opcode.ping });
    feed.frame('in', { opcode: Opcode.continuation, payload: Buffer.from('lo') });
    assert.deepEqual(found(feed, 'hello'), [2]);
    assert.deepEqual(found(feed, 'hel'), [0, 2]);
    assert.deepEqual(found(feed, 'is:fragment'), [0, 2]);
    assert.deepEqual(found(feed, 'is:control'), [1]);
  });

  it('reads a compressed message inflated, once it is', () => {
    const feed = new CaptureFeed().connect(true);
    feed.frame('in', { opcode: Opcode.text, rsv: 4, payload: Buffer.from([0xf2, 0x48]) });
    assert.deepEqual(found(feed, 'hello'), []);
    feed.capture.keepInflated(0, { bytes: Buffer.from('hello'), length: 5, problem: undefined });
    assert.deepEqual(found(feed, 'hello'), [0]);
    assert.deepEqual(found(feed, 'is:compressed'), [0]);
  });

  it('asks JSON only of what is JSON, and compares like with like', () => {
    const feed = new CaptureFeed().connect();
    for (const text of ['{"n":5,"s":"b"}', '{"n":"5"}', 'n 5', '[{"n":7}]', '{"n":null}']) {
      feed.text('in', text);
    }
    assert.deepEqual(found(feed, '$.n'), [0, 1, 4]);
    assert.deepEqual(found(feed, '$.n==5'), [0]);
    assert.deepEqual(found(feed, '$.n!=5'), [1, 4]);
    assert.deepEqual(found(feed, '$[0].n>=7'), [3]);
    assert.deepEqual(found(feed, '$.s>"a"'), [0]);
    assert.deepEqual(found(feed, '$.n==null'), [4]);
    assert.deepEqual(found(feed, '$.s=~/^B$/i'), [0]);
    assert.deepEqual(found(feed, '$.constructor'), []);
  });

  it('knows which filters read payloads, and which may hang', () => {
    assert.equal(facts('dir:in not size:>5').needsContents, false);
    assert.equal(facts('dir:in or x').needsContents, true);
    assert.equal(facts('$.a==1').mayHang, false);
    assert.equal(facts('not (a or $.a=~/b/)').mayHang, true);
  });

  it('reckons how much work a row is', () => {
    assert.equal(facts('a').weight, 1);
    assert.equal(facts('not (a or dir:in $.a=~/b/)').weight, 2 + textWeight);
  });
});
