import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  captureFormatName,
  captureFormatVersion,
  cutJournal,
  dataFiles,
  headFile,
  journalFile,
  readHead,
  readJournal,
} from '../../../src/capture/captureFormat';
import { pageRows } from '../../../src/capture/frameColumns';
import { bytesPerRow } from '../../../src/capture/rowRecord';
import { bytesPerMessage } from '../../../src/capture/inflatedStore';

const head = {
  format: captureFormatName,
  version: captureFormatVersion,
  startUs: 1,
  startWallMs: 2,
  url: 'ws://x/',
  build: '1.0.0',
  owner: { pid: 3, born: '' },
  finished: false,
};

const lines = (...entries: object[]) =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

describe('captureFormat', () => {
  it('is what docs/capture-format.md describes', () => {
    const document = readFileSync('docs/capture-format.md', 'utf8');
    const source = readFileSync('src/capture/captureFormat.ts', 'utf8');
    assert.match(document, new RegExp(`^Version ${captureFormatVersion}\\.`, 'm'));
    assert.ok(document.includes(`"${captureFormatName}"`));
    for (const name of [headFile, journalFile, ...dataFiles]) {
      assert.ok(document.includes(`\`${name}\``), name);
    }
    for (const key of Object.keys(head))
      assert.match(document, new RegExp(`^\\| \`${key}\` `, 'm'));
    const types = [...source.matchAll(/readonly type: '(\w+)'/g)].map(([, type]) => type ?? '');
    assert.ok(types.length > 5);
    for (const type of types) assert.match(document, new RegExp(`^\\| \`${type}\` `, 'm'));
    assert.ok(document.includes(`Records of ${bytesPerRow} bytes`));
    assert.ok(document.includes(`Records of ${bytesPerMessage} bytes`));
    assert.ok(document.includes(`${pageRows.toLocaleString('en')} rows`));
  });

  describe('readHead', () => {
    it('reads what was written', () => {
      assert.deepEqual(readHead(JSON.stringify(head)), head);
    });

    it('refuses a newer version whatever else it says', () => {
      const newer = JSON.stringify({
        format: captureFormatName,
        version: captureFormatVersion + 1,
      });
      assert.throws(() => readHead(newer), {
        name: 'CaptureFormatError',
        message: /format version 2, and this build reads versions up to 1/,
      });
    });

    for (const [key, value] of [
      ['startUs', '1'],
      ['finished', 0],
      ['owner', { pid: -1, born: '' }],
      ['owner', null],
      ['version', 0.5],
      ['url', undefined],
    ] as const) {
      it(`refuses ${JSON.stringify(value)} as ${key}`, () => {
        const text = JSON.stringify({ ...head, [key]: value });
        assert.throws(() => readHead(text), /not that of a capture/);
      });
    }

    it('refuses what is no object', () => {
      for (const text of ['null', '[]', '1', '{']) {
        assert.throws(() => readHead(text), /not that of a capture/);
      }
      assert.throws(() => readHead(' \n'), /is empty/);
    });
  });

  describe('readJournal', () => {
    const connection = { type: 'connection', row: 0, in: 0, out: 0, url: 'ws://x/' };
    const status = { type: 'status', row: 1, timeUs: 5, severity: 'info', text: 'Open' };
    const state = { end: 9, frames: 1, open: -1 };
    const page = { type: 'page', page: 0, crc32: 7, in: state, out: state };

    it('puts the lines together', () => {
      const journal = readJournal(
        lines(
          connection,
          { type: 'deflate' },
          status,
          { type: 'short', row: 2, received: 3 },
          page,
        ),
        4,
      );
      assert.equal(journal.connections[0]?.permessageDeflate, true);
      assert.equal(journal.statuses.get(1)?.text, 'Open');
      assert.equal(journal.short.get(2), 3);
      assert.equal(journal.pages.get(0)?.crc32, 7);
      assert.deepEqual([journal.finished, journal.unreadable], [undefined, 0]);
    });

    it('does not count a torn last line, and counts lines that cannot be read', () => {
      const text = `${lines(status)}noise\n{"type":"x"}\n${lines(connection).slice(0, -1)}`;
      const journal = readJournal(text, 4);
      assert.deepEqual([journal.unreadable, journal.connections.length], [2, 0]);
      assert.equal(journal.statuses.size, 1);
    });

    it('takes back what a cut line takes back, and no more', () => {
      const later = { ...connection, row: 4 };
      const finished = { type: 'finished', rows: 9, crc32: 1, in: state, out: state };
      const text = lines(connection, status, page, { ...status, row: 4 }, later, finished);
      const journal = readJournal(text + lines({ type: 'cut', row: 4 }), 4);
      assert.deepEqual([...journal.statuses.keys()], [1]);
      assert.deepEqual([...journal.pages.keys()], [0]);
      assert.equal(journal.connections.length, 1);
      assert.equal(journal.finished, undefined);
      cutJournal(journal, 3, 4);
      assert.equal(journal.pages.size, 0);
    });
  });
});
