import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ScrollMap, tallestElement } from '../../../src/webview/scrollMap';

const geometry = (lines: number) => ({ lines, lineHeight: 22, viewportHeight: 600 });

const anyMap = fc
  .integer({ min: 0, max: 50_000_000 })
  .map((lines) => new ScrollMap(geometry(lines)));

describe('ScrollMap', () => {
  it('is the scrollbar itself as long as the list is low enough', () => {
    const map = new ScrollMap(geometry(1_000));
    assert.equal(map.compressed, false);
    assert.equal(map.elementHeight, 22_000);
    assert.equal(map.positionAt(1_234), 1_234);
    assert.equal(map.scrollTopAt(1_234), 1_234);
  });

  it('never asks for an element that is too tall', () => {
    const map = new ScrollMap(geometry(10_000_000));
    assert.equal(map.compressed, true);
    assert.equal(map.elementHeight, tallestElement);
  });

  it('reaches the first and the last line of ten million', () => {
    const map = new ScrollMap(geometry(10_000_000));
    assert.equal(map.linesAt(map.positionAt(0), 0).start, 0);
    assert.equal(map.linesAt(map.positionAt(tallestElement - 600), 0).end, 10_000_000);
  });

  it('comes back to the position that a scrollbar was set for', () => {
    fc.assert(
      fc.property(anyMap, fc.double({ min: 0, max: 1, noNaN: true }), (map, share) => {
        const position = map.lastPosition * share;
        assert.ok(Math.abs(map.positionAt(map.scrollTopAt(position)) - position) < 0.01);
      }),
    );
  });

  it('covers the window with lines that exist', () => {
    fc.assert(
      fc.property(anyMap, fc.double({ min: 0, max: 1, noNaN: true }), (map, share) => {
        const position = map.lastPosition * share;
        const { start, end } = map.linesAt(position, 4);
        assert.ok(start >= 0 && end <= map.geometry.lines);
        assert.ok(start * 22 <= position);
        assert.ok(end * 22 >= Math.min(position + 600, map.contentHeight));
      }),
    );
  });

  it('moves no more than it must to show a line whole', () => {
    const map = new ScrollMap(geometry(1_000));
    assert.equal(map.positionShowing(10, 0), 0);
    assert.equal(map.positionShowing(5, 500), 110);
    assert.equal(map.positionShowing(100, 0), 100 * 22 + 22 - 600);
  });
});
