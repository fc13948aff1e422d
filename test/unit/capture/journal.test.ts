import assert from 'node:assert/strict';
import { addLines, cutJournal, emptyJournal, type Journal } from '../../../src/capture/journal';

const lines = (...entries: object[]) =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

function read(text: string): Journal {
  const journal = emptyJournal();
  addLines(journal, text, 4);
  return journal;
}

describe('the journal', () => {
  const connection = { type: 'connection', row: 0, in: 0, out: 0, url: 'ws://x/' };
  const status = { type: 'status', row: 1, timeUs: 5, severity: 'info', text: 'Open' };
  const state = { end: 9, frames: 1, open: -1 };
  const page = { type: 'page', page: 0, crc32: 7, in: state, out: state };

  it('puts the lines together', () => {
    const journal = read(
      lines(connection, { type: 'deflate' }, status, { type: 'short', row: 2, received: 3 }, page),
    );
    assert.equal(journal.connections[0]?.permessageDeflate, true);
    assert.equal(journal.statuses.get(1)?.text, 'Open');
    assert.equal(journal.short.get(2), 3);
    assert.equal(journal.pages.get(0)?.crc32, 7);
    assert.deepEqual([journal.finished, journal.unreadable], [undefined, 0]);
  });

  it('does not count a torn last line, and counts lines that cannot be read', () => {
    const text = `${lines(status)}noise\n{"type":"x"}\n${lines(connection).slice(0, -1)}`;
    const journal = read(text);
    assert.deepEqual([journal.unreadable, journal.connections.length], [2, 0]);
    assert.equal(journal.statuses.size, 1);
  });

  it('counts as unreadable what lacks a field, or has another one in its place', () => {
    for (const line of [
      { ...connection, in: -1 },
      { ...connection, url: undefined },
      { ...status, row: 1.5 },
      { ...status, severity: 'bad' },
      { ...status, detail: 1 },
      { ...page, out: null },
      { ...page, in: { ...state, open: -2 } },
      { type: 'finished', rows: 1, in: state, out: state },
      { type: 'short', row: 2 },
      { type: 'cut', row: '1' },
      { type: 'repaired' },
      { type: 'toString' },
      { type: 1 },
    ]) {
      const { unreadable, ...rest } = read(lines(line));
      assert.equal(unreadable, 1, JSON.stringify(line));
      assert.deepEqual({ ...rest, unreadable: 0 }, emptyJournal());
    }
  });

  it('takes back what a cut line takes back, and no more', () => {
    const later = { ...connection, row: 4 };
    const finished = { type: 'finished', rows: 9, crc32: 1, in: state, out: state };
    const text = lines(connection, status, page, { ...status, row: 4 }, later, finished);
    const journal = read(text + lines({ type: 'cut', row: 4 }));
    assert.deepEqual([...journal.statuses.keys()], [1]);
    assert.deepEqual([...journal.pages.keys()], [0]);
    assert.equal(journal.connections.length, 1);
    assert.equal(journal.finished, undefined);
    cutJournal(journal, 3, 4);
    assert.equal(journal.pages.size, 0);
  });
});
