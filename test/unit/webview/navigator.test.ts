import assert from 'node:assert/strict';
import { Navigator, type MarkedSpan } from '../../../src/webview/navigator';
import { ViewScope } from '../../../src/webview/viewScope';

/** A navigator over 100 rows, one a millisecond, with what it did in words. */
function navigatorOver({ filtered = false } = {}) {
  const did: string[] = [];
  const marks: (MarkedSpan | undefined)[] = [];
  const scope = new ViewScope();
  scope.update({ generation: 1, total: 100, first: 0 });
  const state = { filtered };
  const finding: ((index: number) => void)[] = [];
  const navigator = new Navigator({
    list: {
      focus: () => did.push('focus'),
      showEnd: () => did.push('end'),
      reveal: ({ start, count }) => did.push(`reveal ${start} ${count}`),
    },
    scope,
    findIndex: () => new Promise((resolve) => finding.push(resolve)),
    isFiltered: () => state.filtered,
    clearFilter: () => did.push('clear'),
    onMark: (span) => marks.push(span),
    onChange: () => did.push('change'),
  });
  const found = async (...indices: number[]) => {
    for (const index of indices) finding.shift()?.(index);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { navigator, did, marks, scope, state, found };
}

describe('Navigator', () => {
  it('leads to a row, to the nearest one there is, and to the end', () => {
    const { navigator, did } = navigatorOver();
    navigator.goTo({ kind: 'row', row: 41 });
    navigator.goTo({ kind: 'row', row: 5_000 });
    navigator.goTo({ kind: 'end' });
    assert.deepEqual(
      did.filter((one) => one !== 'change'),
      ['reveal 41 1', 'focus', 'reveal 99 1', 'focus', 'end', 'focus'],
    );
  });

  it('leads to the row at a time, and forgets the marked span', async () => {
    const { navigator, did, marks, found } = navigatorOver();
    const going = navigator.goToTime(30_000);
    await found(30);
    await going;
    assert.ok(did.includes('reveal 30 1'));
    assert.deepEqual(marks, [undefined]);
  });

  it('lets the newest of two jumps win', async () => {
    const { navigator, did, found } = navigatorOver();
    void navigator.goToTime(30_000);
    void navigator.goToTime(60_000);
    await found(30);
    await found(60);
    assert.deepEqual(
      did.filter((one) => one.startsWith('reveal')),
      ['reveal 60 1'],
    );
  });

  it('goes to times in a filtered list without leaving it', async () => {
    const { navigator, did, found } = navigatorOver({ filtered: true });
    void navigator.goToTime(30_000);
    await found(3);
    assert.deepEqual(did, ['reveal 3 1']);
    void navigator.selectSpan({ fromUs: 10_000, toUs: 40_000 });
    await found(1, 5);
    assert.deepEqual(did.slice(1), ['reveal 1 4', 'focus']);
  });

  it('goes nowhere when the filter was changed meanwhile: the index is of another list', async () => {
    const { navigator, did, state, found } = navigatorOver({ filtered: true });
    void navigator.goToTime(30_000);
    state.filtered = false;
    await found(3);
    assert.deepEqual(did, []);
  });

  it('selects the rows of a span, and marks it with how many they are', async () => {
    const { navigator, did, marks, found } = navigatorOver();
    const span = { fromUs: 10_000, toUs: 20_000 };
    void navigator.selectSpan(span);
    await found(10, 21);
    assert.deepEqual(marks, [{ ...span, count: 11 }]);
    assert.deepEqual(did, ['reveal 10 11', 'focus']);
  });

  it('selects of a span only what is in view, and nothing of an empty one', async () => {
    const { navigator, did, marks, scope, found } = navigatorOver();
    scope.update({ generation: 1, total: 100, first: 15 });
    const span = { fromUs: 10_000, toUs: 20_000 };
    void navigator.selectSpan(span);
    await found(10, 21);
    void navigator.selectSpan(span);
    await found(30, 30);
    assert.deepEqual(
      marks.map((mark) => mark?.count),
      [6, 0],
    );
    assert.deepEqual(did, ['reveal 15 6', 'focus', 'focus']);
  });

  it('goes nowhere without rows', async () => {
    const { navigator, did, scope, found } = navigatorOver();
    scope.clear();
    navigator.goTo({ kind: 'row', row: 1 });
    void navigator.selectSpan({ fromUs: 0, toUs: 1 });
    await found(0, 1);
    assert.ok(!did.some((one) => one.startsWith('reveal')));
  });

  it('clears a filter first, and shows the rows when it is gone', () => {
    const { navigator, did, state } = navigatorOver({ filtered: true });
    navigator.showInContext({ start: 7, count: 2 });
    assert.deepEqual(did, ['clear']);
    state.filtered = false;
    navigator.showWaiting();
    assert.deepEqual(did, ['clear', 'change', 'reveal 7 2']);
    navigator.showWaiting();
    assert.equal(did.length, 3, 'once');
  });

  it('ends what keeps the rows out of view', () => {
    const { navigator, scope } = navigatorOver();
    scope.clear();
    navigator.showInContext({ start: 7, count: 2 });
    assert.deepEqual([scope.hidden, scope.shown.first], [0, 0]);
  });
});
