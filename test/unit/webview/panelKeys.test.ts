import assert from 'node:assert/strict';
import { panelKeyAction } from '../../../src/webview/panelKeys';

const nothingHeld = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

describe('keys of the whole panel', () => {
  it('move between its regions, and go to the filter and to a place', () => {
    assert.equal(panelKeyAction({ ...nothingHeld, key: 'F6' }), 'next');
    assert.equal(panelKeyAction({ ...nothingHeld, key: 'F6', shiftKey: true }), 'previous');
    assert.equal(panelKeyAction({ ...nothingHeld, key: 'f', ctrlKey: true }), 'filter');
    assert.equal(panelKeyAction({ ...nothingHeld, key: 'g', metaKey: true }), 'goTo');
  });

  it('leave plain letters and other chords alone', () => {
    assert.equal(panelKeyAction({ ...nothingHeld, key: 'f' }), undefined);
    assert.equal(panelKeyAction({ ...nothingHeld, key: 'F6', ctrlKey: true }), undefined);
    assert.equal(
      panelKeyAction({ ...nothingHeld, key: 'f', ctrlKey: true, altKey: true }),
      undefined,
    );
  });
});
