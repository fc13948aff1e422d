import assert from 'node:assert/strict';
import { filterOfView, type ListView } from '../../../../src/capture/filter/listView';
import { parseFilter } from '../../../../src/capture/filter/parser';
import { printFilter } from '../../../../src/capture/filter/printFilter';

function printed(text: string, view: ListView): string | undefined {
  const node = filterOfView(parseFilter(text).node, view);
  return node && printFilter(node);
}

describe('filterOfView', () => {
  it('is for frames the filter as it was typed', () => {
    assert.equal(printed('', 'frames'), undefined);
    assert.equal(printed('(tick', 'frames'), 'tick');
  });

  it('is for messages a filter of its own, within which the other one finds', () => {
    const messages = 'is:message,control,status';
    assert.equal(printed('', 'messages'), messages);
    assert.equal(printed('dir:in or tick', 'messages'), `${messages} and (dir:in or tick)`);
  });
});
