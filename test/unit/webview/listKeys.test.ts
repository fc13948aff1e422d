import assert from 'node:assert/strict';
import { listAction } from '../../../src/webview/listKeys';
import type { PressedKey } from '../../../src/webview/pressedKey';

function press(key: string, held: Partial<PressedKey> = {}) {
  return listAction({
    key,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    ...held,
  });
}

describe('keys in the list', () => {
  it('move by a row, by a page and to the edges', () => {
    const down = { kind: 'step', unit: 'row', direction: 1, extend: false };
    assert.deepEqual([press('j'), press('ArrowDown')], [down, down]);
    assert.deepEqual(press('k'), { ...down, direction: -1 });
    assert.deepEqual(press('PageUp'), { ...down, unit: 'page', direction: -1 });
    assert.deepEqual(press('Home'), { kind: 'edge', edge: 'first', extend: false });
    assert.deepEqual(press('End'), { kind: 'edge', edge: 'last', extend: false });
  });

  it('extend what is selected with Shift', () => {
    assert.deepEqual(press('ArrowUp', { shiftKey: true }), {
      kind: 'step',
      unit: 'row',
      direction: -1,
      extend: true,
    });
  });

  it('open, leave, select all and copy', () => {
    assert.deepEqual(press('Enter'), { kind: 'open' });
    assert.deepEqual(press('Escape'), { kind: 'leave' });
    assert.deepEqual(press('a', { ctrlKey: true }), { kind: 'selectAll' });
    assert.deepEqual(press('c', { metaKey: true }), { kind: 'copy' });
  });

  it('mean nothing where they belong to somebody else', () => {
    const others = [
      press('a'),
      press('x'),
      press('ArrowDown', { altKey: true }),
      press('j', { ctrlKey: true }),
      press('F6'),
    ];
    assert.deepEqual(others, Array(5).fill(undefined));
  });
});
