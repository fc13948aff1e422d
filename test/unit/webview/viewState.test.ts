import assert from 'node:assert/strict';
import { emptyComposer } from '../../../src/webview/composerState';
import {
  firstViewState,
  longestHistory,
  readViewState,
  remember,
} from '../../../src/webview/viewState';

describe('the view state', () => {
  it('comes back as it was kept', () => {
    const kept = {
      ...firstViewState,
      url: 'ws://127.0.0.1/',
      hadRows: true,
      capture: '20260102-1',
      composer: { ...emptyComposer, kind: 'ping' as const, message: 'x' },
      history: [{ ...emptyComposer, message: 'sent' }],
      detailOpen: true,
    };
    assert.deepEqual(readViewState(structuredClone(kept)), kept);
  });

  it('begins anew with what is of another version or no view state', () => {
    for (const kept of [undefined, null, 'x', 7, [], { version: 2, url: 'ws://x/' }]) {
      assert.deepEqual(readViewState(kept), firstViewState);
    }
  });

  it('replaces what is of another shape', () => {
    const odd = { version: 1, url: 7, composer: { kind: 'x' }, history: 'y', detailBeside: 900 };
    assert.deepEqual(readViewState(odd), firstViewState);
  });

  it('remembers what was sent once, and no more than it may', () => {
    const sent = { ...emptyComposer, message: 'a' };
    assert.deepEqual(remember([sent], { ...sent }), [sent]);
    const full = Array.from({ length: longestHistory }, (_, index) => ({
      ...emptyComposer,
      message: String(index),
    }));
    const after = remember(full, sent);
    assert.equal(after.length, longestHistory);
    assert.equal(after.at(-1), sent);
  });
});
