import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ByteSelection, byteReached } from '../../../src/webview/byteSelection';

const geometry = { total: 100, bytesPerLine: 16, linesPerPage: 3 };
const pressed = (key: string, ctrlKey = false) => ({
  key,
  ctrlKey,
  altKey: false,
  metaKey: false,
  shiftKey: false,
});
const from = (cursor: number, key: string, ctrlKey = false) =>
  byteReached(cursor, pressed(key, ctrlKey), geometry);

describe('byteReached', () => {
  it('goes by byte, line and page', () => {
    assert.equal(from(20, 'ArrowLeft'), 19);
    assert.equal(from(20, 'ArrowRight'), 21);
    assert.equal(from(20, 'ArrowUp'), 4);
    assert.equal(from(20, 'ArrowDown'), 36);
    assert.equal(from(20, 'PageDown'), 68);
    assert.equal(from(68, 'PageUp'), 20);
  });

  it('goes to the ends of the line and of all', () => {
    assert.equal(from(20, 'Home'), 16);
    assert.equal(from(20, 'End'), 31);
    assert.equal(from(98, 'End'), 99);
    assert.equal(from(20, 'Home', true), 0);
    assert.equal(from(20, 'End', true), 99);
  });

  it('keeps its column where there is one, and its line at the edges', () => {
    assert.equal(from(4, 'ArrowUp'), 4);
    assert.equal(from(4, 'PageUp'), 4);
    assert.equal(from(90, 'ArrowDown'), 99);
    assert.equal(from(97, 'ArrowDown'), 97);
  });

  it('leaves other keys alone', () => {
    assert.equal(from(4, 'a'), undefined);
    assert.equal(from(4, 'ArrowUp', true), undefined);
    assert.equal(byteReached(0, pressed('End'), { ...geometry, total: 0 }), undefined);
  });

  it('never leaves the bytes', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'End'];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.constantFrom(...keys)),
        (total, presses) => {
          let cursor = 0;
          for (const key of presses) {
            cursor = byteReached(cursor, pressed(key), { ...geometry, total }) ?? -1;
            assert.ok(cursor >= 0 && cursor < total, `${cursor} of ${total}`);
          }
        },
      ),
    );
  });
});

describe('ByteSelection', () => {
  it('extends from where it began, in both directions', () => {
    const selection = new ByteSelection();
    assert.equal(selection.span, undefined);
    selection.select(10, false);
    assert.deepEqual(selection.span, { from: 10, to: 11 });
    selection.select(14, true);
    assert.deepEqual(selection.span, { from: 10, to: 15 });
    selection.select(8, true);
    assert.deepEqual(selection.span, { from: 8, to: 11 });
    selection.selectAll(100);
    assert.deepEqual(selection.span, { from: 0, to: 100 });
    selection.clear();
    assert.equal(selection.span, undefined);
  });
});
