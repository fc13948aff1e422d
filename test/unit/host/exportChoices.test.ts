import assert from 'node:assert/strict';
import { allRows, exportChoices } from '../../../src/host/exportChoices';

const rows = { generation: 1, total: 1_234, first: 34 };
const filter = { text: 'dir:in', first: 1, matching: 8, searched: 1_234, problem: undefined };
const selection = { from: 40, to: 60, count: 20 };

describe('what may be exported', () => {
  it('is all that is kept, without a question', () => {
    assert.deepEqual(exportChoices({ rows }, null), [
      { label: 'All rows', description: '1,200 rows', rows: allRows },
    ]);
  });

  it('is what the filter finds, too', () => {
    assert.deepEqual(exportChoices({ rows, filter }, null)[1], {
      label: 'Result of the filter',
      description: '7 rows',
      detail: 'dir:in',
      rows: { ...allRows, filter: 'dir:in' },
    });
  });

  it('is what is in the list of messages, and says that it is of that list', () => {
    const messages = { ...filter, text: '', view: 'messages' } as const;
    const [, found, selected] = exportChoices({ rows, filter: messages }, selection);
    assert.equal(found?.label, 'Messages');
    assert.deepEqual(found.rows, { ...allRows, filter: '', view: 'messages' });
    assert.deepEqual(selected?.rows, { from: 40, to: 60, filter: '', view: 'messages' });
  });

  it('is what is selected, too', () => {
    assert.deepEqual(exportChoices({ rows }, selection)[1], {
      label: 'Selection',
      description: '20 rows',
      rows: { from: 40, to: 60 },
    });
  });

  it('is of what is selected in a filtered list only what is in the list', () => {
    const choices = exportChoices({ rows, filter }, { ...selection, count: 1 });
    assert.deepEqual(choices[2], {
      label: 'Selection',
      description: '1 row',
      rows: { from: 40, to: 60, filter: 'dir:in' },
    });
  });
});
