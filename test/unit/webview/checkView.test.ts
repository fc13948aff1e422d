import assert from 'node:assert/strict';
import type { CheckResult, Verdict } from '../../../src/protocol/checkerProtocol';
import { countResults, readCheckView, shownChapters } from '../../../src/webview/checkView';

function result(order: number, chapter: string, verdict: Verdict): CheckResult {
  const words = { title: '', section: '', level: 'MUST', wants: '', reason: '' } as const;
  return { order, chapter, id: `${order}`, verdict, ...words, steps: [], stepsOmitted: 0, ms: 0 };
}

/** In the order in which they came. */
const results = [
  result(2, 'Pings', 'fail'),
  result(0, 'Frames', 'pass'),
  result(3, 'Pings', 'pass'),
  result(1, 'Frames', 'unclear'),
];

describe('readCheckView', () => {
  const first = { version: 1, filter: 'all', opened: [] };

  it('reads what was kept', () => {
    const view = { version: 1, filter: 'fail', opened: ['Pings', 'ping-text'] };
    assert.deepEqual(readCheckView(view), view);
  });

  for (const kept of [undefined, null, 7, {}, { ...first, version: 2, filter: 'fail' }]) {
    it(`begins anew with ${JSON.stringify(kept)}`, () => {
      assert.deepEqual(readCheckView(kept), first);
    });
  }

  it('replaces what has another shape', () => {
    assert.deepEqual(readCheckView({ version: 1, filter: 'some', opened: 'all' }), first);
    assert.deepEqual(readCheckView({ version: 1, opened: [1, 'a'] }).opened, ['a']);
  });
});

describe('countResults', () => {
  it('counts each verdict', () => {
    assert.deepEqual(countResults(results), { all: 4, fail: 1, unclear: 1, pass: 2 });
  });
});

const titles = (filter: Parameters<typeof shownChapters>[1]) =>
  shownChapters(results, filter).map(({ title, results: all, shown }) => [
    title,
    all.length,
    shown.map(({ id }) => id).join(),
  ]);

describe('shownChapters', () => {
  it('has chapters and results in the order of a report', () => {
    assert.deepEqual(titles('all'), [
      ['Frames', 2, '0,1'],
      ['Pings', 2, '2,3'],
    ]);
  });

  it('leaves out chapters that have nothing to list', () => {
    assert.deepEqual(titles('fail'), [['Pings', 2, '2']]);
    assert.deepEqual(titles('unclear'), [['Frames', 2, '1']]);
  });
});
