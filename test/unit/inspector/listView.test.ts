import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseFilter } from '../../../src/capture/filter/parser';
import { printFilter } from '../../../src/capture/filter/printFilter';
import { filterOfView, searchText } from '../../../src/inspector/listView';
import { anyFilterText } from '../capture/filter/arbitraries';

/** What the search thread is told of what was typed. */
function told(text: string, view: 'frames' | 'messages'): string | undefined {
  const node = filterOfView(parseFilter(text).node, view);
  return node && searchText(text, view, node);
}

describe('the view of a list', () => {
  it('of frames is the filter as it was typed', () => {
    assert.equal(told('', 'frames'), undefined);
    assert.equal(told('(tick', 'frames'), '(tick');
  });

  it('of messages is a filter of its own, within which the other one finds', () => {
    const messages = 'is:message,control,status';
    assert.equal(told('', 'messages'), messages);
    assert.equal(told('dir:in or tick', 'messages'), `${messages} and (dir:in or tick)`);
  });

  it('means to the search thread what it means here, whatever was typed', () => {
    fc.assert(
      fc.property(anyFilterText, (text) => {
        const node = filterOfView(parseFilter(text).node, 'messages');
        assert.ok(node);
        const again = parseFilter(searchText(text, 'messages', node)).node;
        assert.equal(again && printFilter(again), printFilter(node));
      }),
    );
  });
});
