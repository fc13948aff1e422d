import assert from 'node:assert/strict';
import { shownResult } from '../../../src/checker/shownResult';
import { sampleResult } from '../conformance/sampleReport';

describe('shownResult', () => {
  it('has all that a result has, its place and no byte that cannot be shown', () => {
    const { steps, order, ...rest } = shownResult(sampleResult({ id: 'handshake-usual' }));
    const { steps: kept, ...known } = sampleResult({ id: 'handshake-usual' });
    assert.deepEqual([rest, order], [known, 0]);
    assert.deepEqual(
      steps.map(({ text, hex }) => [text, hex.slice(0, 17)]),
      [
        ['GET / HTTP/1.1\nHost: a', ''],
        [kept[1]?.text, '83 80 01 02 03 04'],
        [kept[2]?.text, '00 01 02 03 04 05'],
        [kept[3]?.text, ''],
      ],
    );
  });

  it('makes visible what a server puts into its head', () => {
    const [head] = sampleResult().steps;
    assert.ok(head);
    const { steps } = shownResult(sampleResult({ steps: [{ ...head, text: 'a\x1b[2J\xff' }] }));
    assert.equal(steps[0]?.text, String.raw`a\x1b[2J\xff`);
  });

  it('puts what it does not know last', () => {
    assert.ok(shownResult(sampleResult({ id: 'nobody-knows' })).order > 200);
  });
});
