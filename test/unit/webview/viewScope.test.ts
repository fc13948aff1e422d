import assert from 'node:assert/strict';
import { ViewScope } from '../../../src/webview/viewScope';

function withRows(total: number, first = 0): ViewScope {
  const scope = new ViewScope();
  scope.update({ generation: 1, total, first });
  return scope;
}

describe('the rows in view', () => {
  it('are all rows at first', () => {
    assert.deepEqual(withRows(10, 3).shown, { generation: 1, total: 10, first: 3 });
  });

  it('stay the same while paused, and count what is held back', () => {
    const scope = withRows(10);
    scope.setPaused(true);
    scope.update({ generation: 1, total: 25, first: 0 });
    assert.deepEqual([scope.shown.total, scope.heldBack, scope.paused], [10, 15, true]);
    scope.setPaused(false);
    assert.deepEqual([scope.shown.total, scope.heldBack], [25, 0]);
  });

  it('begin anew when cleared, until all are shown again', () => {
    const scope = withRows(10);
    scope.clear();
    assert.deepEqual([scope.shown.first, scope.shown.total, scope.hidden], [10, 10, 10]);
    scope.update({ generation: 1, total: 12, first: 4 });
    assert.deepEqual([scope.shown.first, scope.shown.total, scope.hidden], [10, 12, 6]);
    scope.showAll();
    assert.deepEqual([scope.shown.first, scope.hidden], [4, 0]);
  });

  it('are never less than none, when rows go that were paused at', () => {
    const scope = withRows(10);
    scope.setPaused(true);
    scope.update({ generation: 1, total: 90, first: 50 });
    assert.deepEqual([scope.shown.first, scope.shown.total], [10, 10]);
  });

  it('are all rows of another capture', () => {
    const scope = withRows(10);
    scope.clear();
    scope.setPaused(true);
    scope.update({ generation: 2, total: 3, first: 0 });
    assert.deepEqual([scope.shown.first, scope.shown.total, scope.paused], [0, 3, false]);
  });
});
