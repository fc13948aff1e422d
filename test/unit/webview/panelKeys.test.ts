import assert from 'node:assert/strict';
import { panelCommandOf } from '../../../src/webview/panelKeys';

const plain = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

describe('keys of the whole panel', () => {
  it('move between its regions, and go to the filter and to a place', () => {
    assert.equal(panelCommandOf({ ...plain, key: 'F6' }), 'focusNextRegion');
    assert.equal(panelCommandOf({ ...plain, key: 'F6', shiftKey: true }), 'focusPreviousRegion');
    assert.equal(panelCommandOf({ ...plain, key: 'f', ctrlKey: true }), 'filterFrames');
    assert.equal(panelCommandOf({ ...plain, key: 'g', metaKey: true }), 'goTo');
  });

  it('leave plain letters and other chords alone', () => {
    assert.equal(panelCommandOf({ ...plain, key: 'f' }), undefined);
    assert.equal(panelCommandOf({ ...plain, key: 'F6', ctrlKey: true }), undefined);
    assert.equal(panelCommandOf({ ...plain, key: 'f', ctrlKey: true, altKey: true }), undefined);
  });
});
