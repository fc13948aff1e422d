import assert from 'node:assert/strict';
import { readPanelState } from '../../../src/host/panelState';

describe('readPanelState', () => {
  it('reads the address and leaves the rest to the panel', () => {
    assert.deepEqual(readPanelState({ version: 1, url: 'ws://host/', composer: {} }), {
      url: 'ws://host/',
      hadRows: false,
      capture: undefined,
    });
  });

  it('reads whether there were rows', () => {
    const state = { version: 1, url: 'ws://host/', hadRows: true };
    assert.equal(readPanelState(state)?.hadRows, true);
    assert.equal(readPanelState({ ...state, hadRows: 'yes' })?.hadRows, false);
  });

  it('reads which capture held them', () => {
    const state = { version: 1, url: 'ws://host/' };
    assert.equal(readPanelState({ ...state, capture: '20260102-1' })?.capture, '20260102-1');
    for (const capture of ['', 7, null]) {
      assert.equal(readPanelState({ ...state, capture })?.capture, undefined);
    }
  });

  for (const state of [
    undefined,
    null,
    'ws://host/',
    {},
    { url: 'ws://host/' },
    { version: 2, url: 'ws://host/' },
    { version: 1 },
    { version: 1, url: 7 },
    { version: 1, url: `ws://host/${'a'.repeat(40_000)}` },
  ]) {
    it(`discards ${JSON.stringify(state)?.slice(0, 60)}`, () => {
      assert.equal(readPanelState(state), undefined);
    });
  }
});
